/**
 * The reference push stack: a homeserver that is minimal in features and complete in push, which can be made wrong in
 * any of the named ways.
 *
 * @module
 */
export type { DeliveryOptions } from './delivery/index.ts'
export type { Fault } from './faults/fault.ts'
export { FAULTS } from './faults/index.ts'
export { createHomeserver, type Homeserver, type HomeserverOptions } from './homeserver/create-homeserver.ts'
export type { Policies } from './homeserver/policies.ts'
export type { Registration } from './homeserver/services.ts'
export { type Handler, type Served, type ServeOptions, serve } from './serve.ts'
