import { findOperation, majorVersion, type Operation, RULE_KINDS, SPEC_VERSIONS } from '../../spec/index.ts'
import type { ExampleRequest } from '../read/request.ts'
import type { ExampleUrl, UrlPart } from '../read/url.ts'
import type { DocumentContext } from '../story.ts'
import { checkParameters } from './parameters.ts'

/** Where a request goes to, as far as Plexor knows. */
export type Endpoint = { api: 'client'; operation: Operation } | { api: 'gateway' }

const METHODS = ['GET', 'PUT', 'POST', 'DELETE']

/** The endpoint of a request; what is wrong about its path, method and query is told. */
export function endpointOf(request: ExampleRequest, url: ExampleUrl, document: DocumentContext): Endpoint | undefined {
  const start = url.segments.findIndex(({ written }) => written === '_matrix')
  if (start === -1) return undefined
  const segments = url.segments.slice(start)
  if (segments[1]?.written === 'push') return gatewayEndpoint(request, segments, document)
  if (segments[1]?.written !== 'client') return undefined
  const version = segments[2]
  if (version === undefined || (!version.isOpen && !/^(?:r0|v\d+)$/.test(version.written)))
    return withoutVersion(request, segments, document)
  checkVersion(version, segments[3], document)
  const path = pathOf(segments)
  // What a GET request is answered, a HEAD request is answered without its body
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
    report('unknown-endpoint', area.range, `The path has no version before "${area.written}", wanted one such as v3`)
    return undefined
  }
  const operation = findOperation(request.method, `/${segments.map(({ written }) => written).join('/')}`)
  return operation && { api: 'client', operation }
}

function gatewayEndpoint(
  { method, methodRange }: ExampleRequest,
  segments: readonly UrlPart[],
  { report }: DocumentContext,
): Endpoint | undefined {
  if (segments.some(({ isOpen }) => isOpen)) return undefined
  const path = `/${segments.map(({ written }) => written).join('/')}`
  if (path !== '/_matrix/push/v1/notify') {
    report('unknown-endpoint', rangeOf(segments), `The Push Gateway API has no endpoint ${path}`, {
      hint: 'It has one, POST /_matrix/push/v1/notify',
    })
    return undefined
  }
  if (method === 'POST') return { api: 'gateway' }
  report('wrong-method', methodRange, `${path} is not called by ${method}, wanted POST`)
  return undefined
}

/** The path as the operations have it: under v3, with something that is not empty in place of what is open. */
function pathOf(segments: readonly UrlPart[]): string {
  const written = segments.map((segment) => (segment.isOpen && segment.written !== '' ? 'open' : segment.written))
  written[2] = 'v3'
  return `/${written.join('/')}`
}

function checkVersion(version: UrlPart, area: UrlPart | undefined, { report, specVersion }: DocumentContext): void {
  const expected = majorVersion(specVersion)
  const isPush = area !== undefined && KNOWN_AREAS.has(area.written)
  // Other parts of the API have other versions besides
  const isOther = version.written !== expected && (isPush || version.written === 'r0' || version.written === 'v3')
  if (version.isOpen || !isOther) return
  report(
    'path-version',
    version.range,
    `The path has the version ${version.written}, and ${specVersion} has ${expected}`,
    {
      hint: `Write ${expected}, or check with another --profile (${SPEC_VERSIONS[0]} has r0)`,
    },
  )
}

/** The parts of the client-server API that Plexor knows whole. */
const KNOWN_AREAS = new Set(['pushrules', 'pushers', 'notifications'])

function reportUnknown(
  request: ExampleRequest,
  segments: readonly UrlPart[],
  path: string,
  document: DocumentContext,
): void {
  const [, , , area, scope, kind] = segments
  if (area === undefined || area.isOpen) return
  if (!KNOWN_AREAS.has(area.written)) {
    reportNearArea(area, document)
    return
  }
  const { report } = document
  const others = METHODS.filter((method) => findOperation(method, path) !== undefined)
  if (others.length > 0) {
    report(
      'wrong-method',
      request.methodRange,
      `${path} is not called by ${request.method}, wanted ${others.join(' or ')}`,
    )
    return
  }
  // Where a part of the path is open, it may be what makes it right
  if (segments.slice(4).some(({ isOpen }) => isOpen) && segments.length < 7) return
  if (area.written === 'pushrules' && scope !== undefined && scope.written !== 'global' && scope.written !== '') {
    report('unknown-endpoint', scope.range, `There are no push rules of the scope "${scope.written}", wanted "global"`)
    return
  }
  report('unknown-endpoint', rangeOf(segments), `There is no endpoint ${request.method} ${path}`, {
    ...(kind === undefined &&
      area.written === 'pushrules' && { hint: 'All rules are at /pushrules/, with a slash at the end' }),
  })
}

/** Tells a word in the path that is all but one of those about push. */
function reportNearArea(area: UrlPart, { report }: DocumentContext): void {
  const plain = (word: string) => word.toLowerCase().replaceAll(/[_-]/g, '').replace(/s$/, '')
  const meant = [...KNOWN_AREAS].find((known) => plain(known) === plain(area.written))
  if (meant === undefined) return
  report('unknown-endpoint', area.range, `There is no endpoint with "${area.written}" in its path, wanted "${meant}"`)
}

/** Looks at the kind in the path of a rule. */
export function checkKindInPath(kind: UrlPart, { report }: DocumentContext): void {
  if (kind.isOpen || RULE_KINDS.some((name) => name === kind.text)) return
  report(
    'unknown-endpoint',
    kind.range,
    `There is no kind of push rule "${kind.text}": the kinds are ${RULE_KINDS.join(', ')}`,
  )
}

function rangeOf(segments: readonly UrlPart[]): { start: number; end: number } {
  return { start: segments[0]?.range.start ?? 0, end: segments.at(-1)?.range.end ?? 0 }
}
