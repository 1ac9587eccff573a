import type { ValidateFunction } from 'ajv'
import { createAjv } from './ajv.ts'
import { createDocumentChecker } from './document-checker.ts'
import clientServerDocument from './generated/client-server.json' with { type: 'json' }
import eventSchemas from './generated/events.json' with { type: 'json' }
import pushGatewayDocument from './generated/push-gateway.json' with { type: 'json' }
import { toViolations } from './violations.ts'

/**
 * The checks of everything that goes over the wire.
 *
 * Each returns what the value breaks, a sentence for people each (`At /pushers/0/lang: found 5, wanted a string`), and
 * an empty array where it breaks nothing. No sentence quotes the inside of an object, where a token may be.
 * What one version of the specification asks for and another does not is never a violation.
 */

const clientServer = createDocumentChecker(clientServerDocument)
const pushGateway = createDocumentChecker(pushGatewayDocument)

/**
 * What the body of a client-server request breaks.
 *
 * @param body undefined for none
 * @throws {RangeError} for an unknown operation
 */
export function checkRequestBody(operationId: string, body: unknown): string[] {
  return clientServer.checkRequest(operationId, body)
}

/**
 * What a client-server response breaks: the schema of its status, or of Matrix errors for any other 4xx.
 *
 * @param body undefined when it is no JSON
 * @throws {RangeError} for an unknown operation
 */
export function checkResponse(operationId: string, status: number, body: unknown): string[] {
  return clientServer.checkResponse(operationId, status, body)
}

/** What the body of a homeserver's request to a push gateway breaks. */
export function checkNotifyRequest(body: unknown): string[] {
  return pushGateway.checkRequest('notify', body)
}

/** What the body of a push gateway's answer with status 200 breaks. */
export function checkNotifyResponse(body: unknown): string[] {
  return pushGateway.checkResponse('notify', 200, body)
}

/**
 * What an event breaks: the schema of its type, or for a type that Plexor does not know what all events have.
 *
 * Redacted events may have lost any of their content, so only what is around it counts for them.
 */
export function checkEvent(event: unknown): string[] {
  const validate = eventValidator(schemaNameOf(event))
  return validate(event) ? [] : toViolations(validate.errors)
}

const ajv = createAjv().addSchema(eventSchemas, 'events')
const validators = new Map<string, ValidateFunction>()

function schemaNameOf(event: unknown): string {
  const { type, unsigned } = Object(event) as { type?: unknown; unsigned?: { redacted_because?: unknown } | null }
  if (unsigned?.redacted_because !== undefined) return 'ClientEvent'
  return typeof type === 'string' && type.includes('.') && Object.hasOwn(eventSchemas.$defs, type) ? type : 'Event'
}

function eventValidator(name: string): ValidateFunction {
  let validate = validators.get(name)
  if (validate === undefined) {
    validate = ajv.compile({ $ref: `events#/$defs/${name}` })
    validators.set(name, validate)
  }
  return validate
}
