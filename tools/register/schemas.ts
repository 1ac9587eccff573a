import { posix } from 'node:path'
import { parse } from 'yaml'
import { markdownParagraphs } from './markdown.ts'
import { type Statement, sentencesOf } from './statement.ts'

type Json = Record<string, unknown>

/** Called for every description and every fact of a schema, with its place. */
interface Listener {
  describe(text: string, place: string): void
  state(fact: string, place: string): void
}

/** Keywords of a schema that say something about its value, besides `required`. */
const FACTS = ['type', 'format', 'enum', 'pattern', 'maxProperties', 'x-nullable'] as const

const METHODS = ['get', 'put', 'post', 'delete'] as const

/**
 * Returns what a YAML file of the specification states: the sentences of its descriptions, and facts such as
 * `kind is required`. The file has operations, or is the schema of an event or of a part of a body.
 *
 * Places are the same in both formats of the files, Swagger and, since v1.8, OpenAPI.
 */
export function schemaStatements(file: string, source: string): Statement[] {
  const statements: Statement[] = []
  const listener: Listener = {
    describe(text, place) {
      for (const paragraph of markdownParagraphs(text)) {
        statements.push(...sentencesOf(paragraph).map((sentence) => ({ ...at(place), text: sentence })))
      }
    },
    state: (text, place) => void statements.push({ kind: 'fact', file, place, text }),
  }
  const at = (place: string) => ({ kind: 'sentence' as const, file, place })
  const document = parse(source) as Json
  if (document.paths === undefined) visitSchema(document, '', listener)
  else for (const { name, operation } of operationsOf(document)) visitOperation(operation, name, listener)
  return statements
}

/** Returns the operations of a YAML file by name, such as `GET /pushers`; none if it only has schemas. */
export function operationsOf(document: Json): { name: string; path: string; method: string; operation: Json }[] {
  return Object.entries(object(document.paths)).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = object(item)[method]
      // The scope was a parameter up to v1.11, with one value.
      const name = `${method.toUpperCase()} ${path.replace('{scope}', 'global')}`
      return operation === undefined ? [] : [{ name, path, method, operation: object(operation) }]
    }),
  )
}

function visitOperation(operation: Json, name: string, listener: Listener): void {
  const { summary, description, parameters, requestBody, responses, security } = operation
  for (const text of [summary, description]) if (typeof text === 'string') listener.describe(text, name)
  const schemes = list(security).flatMap((scheme) => Object.keys(object(scheme)))
  if (schemes.length > 0) listener.state(`is secured by ${schemes.join(' or ')}`, name)
  for (const parameter of list(parameters).map(object)) {
    if (parameter.in === 'body') visitBody(parameter, `${name} body`, listener)
    else visitSchema({ ...parameter, ...object(parameter.schema) }, `${name} ${parameter.name}`, listener)
  }
  visitBody(object(requestBody), `${name} body`, listener)
  for (const [status, response] of Object.entries(object(responses))) {
    visitBody(object(response), `${name} ${status}`, listener)
  }
}

/** Visits the body of a request or response in either format. */
function visitBody(body: Json, place: string, listener: Listener): void {
  if (typeof body.description === 'string') listener.describe(body.description, place)
  const media = object(object(body.content)['application/json'])
  visitSchema(object(media.schema ?? body.schema), place, listener)
}

function visitSchema(schema: Json, place: string, listener: Listener): void {
  if (typeof schema.description === 'string') listener.describe(schema.description, place)
  for (const name of list(schema.required)) listener.state(`${name} is required`, place)
  for (const key of FACTS) {
    if (schema[key] !== undefined) listener.state(`${key} ${JSON.stringify(schema[key])}`, place)
  }
  if (typeof schema.$ref === 'string') listener.state(`is a ${posix.basename(schema.$ref)}`, place)
  for (const part of list(schema.allOf)) visitSchema(object(part), place, listener)
  if (schema.items !== undefined) visitSchema(object(schema.items), `${place}[]`, listener)
  const below = (name: string) =>
    /(^|[ \]])$|[0-9] ?$|body$/.test(place) ? `${place} ${name}`.trim() : `${place}.${name}`
  for (const [name, property] of Object.entries(object(schema.properties)))
    visitSchema(object(property), below(name), listener)
  if (schema.additionalProperties === false) listener.state('has no other properties', place)
  // Up to v1.10 maps were written in one way, and then in the other.
  for (const values of [...Object.values(object(schema.patternProperties)), schema.additionalProperties]) {
    if (Object.keys(object(values)).length > 0) visitSchema(object(values), below('*'), listener)
  }
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
