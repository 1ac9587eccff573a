import { atLeast, checkRequestBody } from '../../spec/index.ts'
import { get, has, isComplete, isObjectTree, member, type ObjectTree, textOf, toValue } from '../read/tree.ts'
import { isPlaceholderText } from '../recognise/placeholder.ts'
import type { DocumentContext } from '../story.ts'
import { isMissing, reportViolations } from './violations.ts'

/** Looks at a pusher; one that nobody sends may leave fields out. */
export function checkPusher(tree: ObjectTree, document: DocumentContext): void {
  const violations = checkRequestBody('setPusher', toValue(tree))
  reportViolations(
    'pusher',
    tree,
    violations.filter((sentence) => !isMissing(sentence)),
    document,
  )
  checkPusherFields(tree, document)
}

/** The longest pushkey, in bytes. */
const MAX_PUSHKEY = 512

/**
 * Looks at what the schema of a pusher leaves to its text.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3pushersset
 */
export function checkPusherFields(tree: ObjectTree, document: DocumentContext): void {
  const { report, specVersion } = document
  const kind = member(tree, 'kind')
  if (kind?.value.type === 'null' && !atLeast(specVersion, 'v1.6')) {
    report('schema', kind.value.range, `The kind of a pusher is null, which came with v1.6 (schema of the pusher)`)
  }
  const name = textOf(kind?.value)
  if (kind !== undefined && name !== undefined && !/^(?:http|email)$/.test(name) && !isOfSomebody(name)) {
    report(
      'schema',
      kind.value.range,
      `There is no kind of pusher "${name}", wanted "http" or "email" (schema of the pusher)`,
      {
        severity: 'warning',
      },
    )
  }
  const pushkey = member(tree, 'pushkey')
  if (pushkey !== undefined && new TextEncoder().encode(textOf(pushkey.value) ?? '').length > MAX_PUSHKEY) {
    report('schema', pushkey.value.range, `The pushkey is longer than ${MAX_PUSHKEY} bytes (schema of the pusher)`)
  }
  if (name === 'http') checkHttpData(tree, document)
}

/** Looks at what a pusher tells of its push gateway. */
function checkHttpData(tree: ObjectTree, { report, specVersion }: DocumentContext): void {
  const data = get(tree, 'data')
  if (isObjectTree(data) && isComplete(data) && !has(data, 'url')) {
    report('schema', data.range, 'The data of a pusher of the kind http has no "url" (schema of the pusher)')
  }
  const format = get(data, 'format')
  const formatName = textOf(format)
  if (format !== undefined && formatName !== undefined && formatName !== 'event_id_only' && !isOfSomebody(formatName)) {
    report(
      'schema',
      format.range,
      `There is no format "${formatName}", wanted "event_id_only" or none (schema of the pusher)`,
      {
        severity: 'warning',
      },
    )
  }
  const urlTree = get(data, 'url')
  const url = URL.parse(textOf(urlTree) ?? '')
  if (urlTree === undefined || url === null) return
  const isHere = /^(?:localhost|127\.|\[::1\])/.test(url.hostname)
  if (url.protocol === 'http:' && !isHere) {
    report('pusher-url', urlTree.range, 'The URL of the pusher is over HTTP, and it must be over HTTPS', {
      hint: 'Write https:',
    })
  }
  if (url.pathname !== '/_matrix/push/v1/notify' && atLeast(specVersion, 'v1.13')) {
    report(
      'pusher-url',
      urlTree.range,
      `The path of the pusher's URL is "${url.pathname}", wanted "/_matrix/push/v1/notify"`,
    )
  }
}

/** Names with dots are for whoever owns the domain, and placeholders stand for any. */
function isOfSomebody(name: string): boolean {
  return name.includes('.') || isPlaceholderText(name)
}
