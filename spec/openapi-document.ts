/** As much of an OpenAPI document as Plexor looks at while it runs. */
export interface OpenApiDocument {
  paths: Record<string, PathItem>
  components: object
}

/** What stands under one path: the operations by method in lower case, and the parameters that they share. */
export interface PathItem extends Partial<Record<Method, Operation>> {
  parameters?: readonly object[]
}

export interface Operation {
  operationId: string
  tags: readonly string[]
  requestBody?: Message | Reference
  responses: Record<string, Message | Reference>
}

/** What a request or a response carries. */
export interface Message {
  /** Whether a request has to have a body */
  required?: boolean
  content?: { 'application/json': { schema: object } }
}

/** Points to a place in the same document: `#/components/responses/Error`. */
export interface Reference {
  $ref: string
}

const METHODS = ['get', 'put', 'post', 'delete'] as const

export type Method = (typeof METHODS)[number]

/** One operation with its place in the document. */
export interface PlacedOperation {
  path: string
  item: PathItem
  method: Method
  operation: Operation
}

/** All operations of a document, in its order. */
export function operationsOf(document: OpenApiDocument): PlacedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method]
      return operation === undefined ? [] : [{ path, item, method, operation }]
    }),
  )
}

/** The request or response itself, or the one that the reference points to. */
export function dereference(document: OpenApiDocument, message: Message | Reference): Message {
  if (!('$ref' in message)) return message
  const steps = message.$ref.split('/').slice(1)
  return steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], document) as Message
}
