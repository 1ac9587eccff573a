import { findOperation, majorVersion, type Operation, RULE_KINDS, SPEC_VERSIONS } from '../../../spec/index.ts'
import type { DocumentContext } from '../../document-context.ts'
import type { ExampleRequest } from '../../read/request.ts'
import type { ExampleUrl, UrlPart } from '../../read/url.ts'
import { checkParameters } from './parameters.ts'

/** Endpoint that a request is for. */
export type Endpoint = { api: 'client'; operation: Operation } | { api: 'gateway' }

const METHODS = ['GET', 'PUT', 'POST', 'DELETE']

/** Finds the endpoint of a request; reports problems of its path, method and query. */
export function endpointOf(request: ExampleRequest, url: ExampleUrl, document: DocumentContext): Endpoint | undefined {
  const start = url.segments.findIndex(({ written }) => written === '_matrix')
  if (start === -1) return undefined
  const segments = url.segments.slice(start)
  if (segments[1]?.written === 'push') return gatewayEndpoint(request, segments, document)
  if (segments[1]?.written !== 'client') return undefined
  const version = segments[2]
  if (version === undefined || (!version.isUnknown && !/^(?:r0|v\d+)$/.test(version.written)))
    return withoutVersion(request, segments, document)
  checkVersion(version, segments[3], document)
  const path = pathOf(segments)
  // HEAD is allowed wherever GET is
  const operation = findOperation(request.method === 'HEAD' ? 'GET' : request.method, path)
  if (operation !== undefined) {
    checkParameters(operation, segments, url, document)
    return { api: 'client', operation }
  }
  reportUnknown(request, segments, path, document)
  return undefined
}

function withoutVersion(
  request: ExampleRequest,
  segments: readonly UrlPart[],
  { report }: DocumentContext,
): Endpoint | undefined {
  const area = segments[2]
  if (area !== undefined && KNOWN_AREAS.has(area.written)) {
    report('unknown-endpoint', area.range, `Expected a version such as v3 before "${area.written}" in the path`)
    return undefined
  }
  const operation = findOperation(request.method, `/${segments.map(({ written }) => written).join('/')}`)
  return operation && { api: 'client', operation }
}

function gatewayEndpoint(
  { method, methodRange, isRefused }: ExampleRequest,
  segments: readonly UrlPart[],
  { report }: DocumentContext,
): Endpoint | undefined {
  if (segments.some(({ isUnknown }) => isUnknown)) return undefined
  const path = `/${segments.map(({ written }) => written).join('/')}`
  if (path !== '/_matrix/push/v1/notify') {
    report('unknown-endpoint', rangeOf(segments), `Unknown endpoint ${path} of the Push Gateway API`, {
      hint: 'Write POST /_matrix/push/v1/notify, the only endpoint',
    })
    return undefined
  }
  if (method === 'POST') return { api: 'gateway' }
  if (!isRefused) report('wrong-method', methodRange, `Expected POST for ${path}, found ${method}`)
  return undefined
}

/** Returns the path as in the OpenAPI document: under v3, with a name in place of unknown segments. */
function pathOf(segments: readonly UrlPart[]): string {
  const written = segments.map((segment) => (segment.isUnknown && segment.written !== '' ? 'unknown' : segment.written))
  written[2] = 'v3'
  return `/${written.join('/')}`
}

function checkVersion(version: UrlPart, area: UrlPart | undefined, { report, specVersion }: DocumentContext): void {
  const expected = majorVersion(specVersion)
  const isPush = area !== undefined && KNOWN_AREAS.has(area.written)
  // Other modules of the API also have other versions
  const isOther = version.written !== expected && (isPush || version.written === 'r0' || version.written === 'v3')
  if (version.isUnknown || !isOther) return
  report(
    'path-version',
    version.range,
    `Expected the path version ${expected} of ${specVersion}, found ${version.written}`,
    {
      hint: `Write ${expected}, or check against another --spec-version (${SPEC_VERSIONS[0]} has r0)`,
    },
  )
}

/** Path segments of the modules whose endpoints are all known. */
const KNOWN_AREAS = new Set(['pushrules', 'pushers', 'notifications'])

function reportUnknown(
  request: ExampleRequest,
  segments: readonly UrlPart[],
  path: string,
  document: DocumentContext,
): void {
  const [, , , area, scope, kind] = segments
  if (area === undefined || area.isUnknown) return
  // Some documents show how a server refuses a request
  if (request.isRefused || document.lead.some(({ text }) => /\b(?:404|405|M_UNRECOGNIZED)\b/.test(text))) return
  if (!KNOWN_AREAS.has(area.written)) {
    reportNearArea(area, document)
    return
  }
  const { report } = document
  const others = METHODS.filter((method) => findOperation(method, path) !== undefined)
  if (others.length > 0) {
    report('wrong-method', request.methodRange, `Expected ${others.join(' or ')} for ${path}, found ${request.method}`)
    return
  }
  // An unknown segment can make the path valid
  if (segments.slice(4).some(({ isUnknown }) => isUnknown) && segments.length < 7) return
  if (area.written === 'pushrules' && scope !== undefined && scope.written !== 'global' && scope.written !== '') {
    report('unknown-endpoint', scope.range, `Expected the scope "global", found "${scope.written}"`)
    return
  }
  report('unknown-endpoint', rangeOf(segments), `Unknown endpoint ${request.method} ${path}`, {
    ...(kind === undefined &&
      area.written === 'pushrules' && { hint: 'Write /pushrules/ with a trailing slash to get all rules' }),
  })
}

/** Reports a path segment that is a misspelt one of the push module. */
function reportNearArea(area: UrlPart, { report }: DocumentContext): void {
  const plain = (word: string) => word.toLowerCase().replaceAll(/[_-]/g, '').replace(/s$/, '')
  const meant = [...KNOWN_AREAS].find((known) => plain(known) === plain(area.written))
  if (meant === undefined) return
  report('unknown-endpoint', area.range, `Expected "${meant}" in the path, found "${area.written}"`)
}

/** Checks the kind in the path of a rule. */
export function checkKindInPath(kind: UrlPart, { report }: DocumentContext): void {
  if (kind.isUnknown || RULE_KINDS.some((name) => name === kind.text)) return
  report(
    'unknown-endpoint',
    kind.range,
    `Unknown kind of push rule "${kind.text}": expected one of ${RULE_KINDS.join(', ')}`,
  )
}

function rangeOf(segments: readonly UrlPart[]): { start: number; end: number } {
  return { start: segments[0]?.range.start ?? 0, end: segments.at(-1)?.range.end ?? 0 }
}
