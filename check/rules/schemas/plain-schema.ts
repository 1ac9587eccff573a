/** Keywords whose content is a schema, by the shape of the content. */
export const SCHEMA = new Set([
  'items',
  'additionalProperties',
  'not',
  'schema',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
])
export const SCHEMA_LIST = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'])
export const SCHEMA_MAP = new Set([
  'properties',
  'patternProperties',
  'definitions',
  '$defs',
  'schemas',
  'dependentSchemas',
])

type Plain = Record<string, unknown>

/**
 * Converts the schemas of OpenAPI 2.0 and 3.0 to JSON Schema: `nullable`, boolean limits, `type: file`. Everything else in
 * the document stays as it is, so that pointers into it keep their meaning.
 */
export function plainSchema(value: unknown, areNames = false): unknown {
  if (Array.isArray(value)) return value.map((item) => plainSchema(item))
  if (typeof value !== 'object' || value === null) return value
  const schema: Plain = { ...value }
  if (!areNames) convert(schema)
  for (const [key, item] of Object.entries(schema)) schema[key] = plainSchema(item, !areNames && SCHEMA_MAP.has(key))
  return schema
}

function convert(schema: Plain): void {
  delete schema.$schema
  delete schema.$id
  delete schema.id
  if (schema.nullable === true && typeof schema.type === 'string') schema.type = [schema.type, 'null']
  delete schema.nullable
  if (schema.type === 'file' || (typeof schema.type === 'object' && !Array.isArray(schema.type))) delete schema.type
  if (!Array.isArray(schema.required)) delete schema.required
  exclusive(schema, 'minimum', 'exclusiveMinimum')
  exclusive(schema, 'maximum', 'exclusiveMaximum')
}

function exclusive(schema: Plain, limit: string, flag: string): void {
  if (typeof schema[flag] !== 'boolean') return
  if (schema[flag] === true) {
    schema[flag] = schema[limit]
    delete schema[limit]
  } else delete schema[flag]
}
