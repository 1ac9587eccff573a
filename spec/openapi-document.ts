/** OpenAPI document, reduced to the parts that are used at run time. */
export interface OpenApiDocument {
  paths: Record<string, PathItem>
  components: object
}

/** Operations of one path by method in lower case, with their shared parameters. */
export interface PathItem extends Partial<Record<Method, Operation>> {
  parameters?: readonly object[]
}

/** Operation of an OpenAPI document. */
export interface Operation {
  operationId: string
  tags: readonly string[]
  requestBody?: Message | Reference
  responses: Record<string, Message | Reference>
}

/** Body of a request or a response. */
export interface Message {
  /** True if the request must have a body */
  required?: boolean
  content?: { 'application/json': { schema: object } }
}

/** Reference within the document, such as `#/components/responses/Error`. */
export interface Reference {
  $ref: string
}

const METHODS = ['get', 'put', 'post', 'delete'] as const

/** HTTP method in lower case. */
export type Method = (typeof METHODS)[number]

/** Operation with its path and method. */
export interface PlacedOperation {
  path: string
  item: PathItem
  method: Method
  operation: Operation
}

/** Returns all operations of a document, in its order. */
export function operationsOf(document: OpenApiDocument): PlacedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method]
      return operation === undefined ? [] : [{ path, item, method, operation }]
    }),
  )
}

/** Resolves a reference; returns anything else unchanged. */
export function dereference(document: OpenApiDocument, message: Message | Reference): Message {
  if (!('$ref' in message)) return message
  const steps = message.$ref.split('/').slice(1)
  return steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], document) as Message
}
