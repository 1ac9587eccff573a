/**
 * The reference push stack: a homeserver that is minimal in features and complete in push, which can be made wrong in
 * any of the named ways; a push gateway; and the provider at the other end, with the devices.
 *
 * @module
 */
export type { DeliverySettings } from './delivery/index.ts'
export type { Fault } from './faults/fault.ts'
export { FAULTS, UNSPECIFIED_FAULTS } from './faults/index.ts'
export * from './gateway/index.ts'
export {
  assertDataFile,
  createHomeserver,
  type Homeserver,
  type HomeserverOptions,
} from './homeserver/create-homeserver.ts'
export type { PasswordCost } from './homeserver/passwords.ts'
export { type Policies, policies } from './homeserver/policies/index.ts'
export type { RateLimit } from './homeserver/rate-limit.ts'
export type { Registration } from './homeserver/services.ts'
export type { Log, LogEntry } from './log.ts'
export * from './provider/index.ts'
export { type Handler, type Served, type ServeOptions, serve } from './serve.ts'
export { DataFileError } from './storage/data-file-error.ts'
export { VARIANTS } from './variants/index.ts'
export type { Variant } from './variants/variant.ts'
