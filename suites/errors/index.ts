import { malformedJson } from './malformed-json.ts'
import { unrecognizedRequests } from './unrecognized-requests.ts'

/** Cases about error responses. */
export const errors = [...unrecognizedRequests, ...malformedJson]
