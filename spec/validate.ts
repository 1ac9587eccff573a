import { createAjv } from './ajv.ts'
import { createBoundedValidator } from './bounded-validator.ts'
import { createDocumentChecker } from './document-checker.ts'
import clientServerDocument from './generated/client-server.json' with { type: 'json' }
import eventSchemas from './generated/events.json' with { type: 'json' }
import pushGatewayDocument from './generated/push-gateway.json' with { type: 'json' }

// Each check returns one sentence for each violation, such as `At /pushers/0/lang: expected a string, found 5`. Sentences
// quote no values inside of objects, which can contain tokens. A schema accepts everything that any version of the
// specification accepts, so a difference between versions is never a violation.

const clientServer = createDocumentChecker(clientServerDocument)
const pushGateway = createDocumentChecker(pushGatewayDocument)

/**
 * Checks the body of a request of the client-server API against its schema.
 *
 * @param operationId - the ID of the operation, such as `setPusher`
 * @param body - the parsed JSON; `undefined` stands for no body
 * @returns the violations, a sentence each, at most 20; empty if the body is valid
 * @throws {RangeError} when there is no such operation
 * @see https://spec.matrix.org/v1.19/client-server-api/
 */
export function checkRequestBody(operationId: string, body: unknown): string[] {
  return clientServer.checkRequest(operationId, body)
}

/**
 * Checks a response of the client-server API against the schema of its status, or of Matrix errors for any other 4xx.
 *
 * @param operationId - the ID of the operation, such as `setPusher`
 * @param status - the HTTP status code
 * @param body - the parsed JSON; `undefined` stands for a body that is not JSON
 * @returns the violations, a sentence each, at most 20; empty if the response is valid
 * @throws {RangeError} when there is no such operation
 * @see https://spec.matrix.org/v1.19/client-server-api/
 */
export function checkResponse(operationId: string, status: number, body: unknown): string[] {
  return clientServer.checkResponse(operationId, status, body)
}

/**
 * Checks the body of a homeserver's request to a push gateway, `POST /_matrix/push/v1/notify`.
 *
 * @param body - the parsed JSON; `undefined` stands for no body
 * @returns the violations, a sentence each, at most 20; empty if the body is valid
 * @see https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify
 */
export function checkNotifyRequest(body: unknown): string[] {
  return pushGateway.checkRequest('notify', body)
}

/**
 * Checks the body of a push gateway's response with status 200.
 *
 * @param body - the parsed JSON; `undefined` stands for a body that is not JSON
 * @returns the violations, a sentence each, at most 20; empty if the body is valid
 * @see https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify
 */
export function checkNotifyResponse(body: unknown): string[] {
  return pushGateway.checkResponse('notify', 200, body)
}

/**
 * Checks an event against the schema of its type, or against the schema of all events if Plexor does not know the type.
 *
 * The content of a redacted event is not checked, since redaction can remove any part of it.
 *
 * @param event - the event as clients receive it, as parsed JSON
 * @returns the violations, a sentence each, at most 20; empty if the event is valid
 * @see https://spec.matrix.org/v1.19/client-server-api/#events
 */
export function checkEvent(event: unknown): string[] {
  return eventValidator.violations(schemaOf(schemaNameOf(event)), event)
}

const eventValidator = createBoundedValidator((options) => createAjv(options).addSchema(eventSchemas, 'events'))
const schemas = new Map<string, object>()

function schemaNameOf(event: unknown): string {
  const { type, unsigned } = Object(event) as { type?: unknown; unsigned?: { redacted_because?: unknown } | null }
  if (unsigned?.redacted_because !== undefined) return 'ClientEvent'
  return typeof type === 'string' && type.includes('.') && Object.hasOwn(eventSchemas.$defs, type) ? type : 'Event'
}

function schemaOf(name: string): object {
  const schema = schemas.get(name) ?? { $ref: `events#/$defs/${name}` }
  schemas.set(name, schema)
  return schema
}
