/** Path of the notify endpoint of a push gateway. */
export const NOTIFY_PATH = '/_matrix/push/v1/notify'

/** Operation ID under which `Traffic` counts the requests of a homeserver to Plexor's push receiver. */
export const NOTIFY_OPERATION = 'notify'

/** Operation ID under which `Traffic` counts the responses of a push gateway under test. */
export const NOTIFY_RESPONSE = 'notifyResponse'

/** Case that checks the responses of a push gateway under test. */
export const NOTIFY_RESPONSE_CASE = 'push-gateway/response-schema'

/** Returns the id of the case that checks all exchanges of an operation against its schema. */
export function schemaCaseId(operationId: string): string {
  return operationId === NOTIFY_RESPONSE ? NOTIFY_RESPONSE_CASE : `schema/${kebabCase(operationId)}`
}

/** Converts an operation ID to the form of ids: `putPushRule` to `put-push-rule`. */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
