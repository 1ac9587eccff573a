import { endpoints } from './endpoints.ts'
import { told } from './told.ts'

export const accountData = [...told, ...endpoints]
