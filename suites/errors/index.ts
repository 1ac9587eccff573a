import { unrecognizedRequests } from './unrecognized-requests.ts'

export const errors = [...unrecognizedRequests]
