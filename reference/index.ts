/**
 * Reference push stack: a homeserver that is minimal in features and complete in push, a push gateway, and the provider
 * behind it, with its devices.
 *
 * Homeserver and gateway are functions from `Request` to `Response`; {@link serve} gives them an address. Both can have a
 * named fault ({@link FAULTS}, {@link PUSH_GATEWAY_FAULTS}), and the homeserver a conforming variant ({@link VARIANTS}),
 * to test clients and test suites.
 *
 * @example
 * ```ts
 * import { createHomeserver, createPushGateway, type PushProvider, serve } from 'plexor/reference'
 *
 * // Homeserver on a free port of this machine
 * const homeserver = createHomeserver({ delivery: { allowHttp: true, allowPrivateAddresses: true } })
 * const server = await serve(homeserver)
 * const response = await fetch(`${server.url}/_matrix/client/versions`)
 *
 * // Push gateway for one app, whose pushes go to a list instead of a push service
 * const sent: (string | undefined)[] = []
 * const provider: PushProvider = {
 *   name: 'list',
 *   async send({ notification }) {
 *     sent.push(notification.event_id)
 *     return { result: 'sent' }
 *   },
 *   async close() {},
 * }
 * const gateway = createPushGateway({ apps: [{ app_id: 'org.example.app', provider }] })
 *
 * // Notification for a device of that app, and one of an unknown app
 * const devices = [
 *   { app_id: 'org.example.app', pushkey: 'first' },
 *   { app_id: 'org.example.other', pushkey: 'second' },
 * ]
 * const body = JSON.stringify({ notification: { event_id: '$event', room_id: '!tea:example.org', devices } })
 * const request = new Request('https://push.example.org/_matrix/push/v1/notify', { method: 'POST', body })
 * const { rejected } = (await (await gateway.fetch(request)).json()) as { rejected: string[] }
 *
 * await gateway.close()
 * await server.close()
 * await homeserver.close()
 *
 * console.log(response.status) // 200
 * console.log(sent) // [ '$event' ]
 * console.log(rejected) // [ 'second' ]
 * ```
 *
 * @module
 */
export type { DeliverySettings } from './delivery/index.ts'
export type { Fault } from './faults/fault.ts'
export { FAULTS, UNSPECIFIED_FAULTS } from './faults/index.ts'
export * from './gateway/index.ts'
export type { Account, AccountPusher, Accounts } from './homeserver/accounts.ts'
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
