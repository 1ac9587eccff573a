import { atLeast, checkRequestBody } from '../../../spec/index.ts'
import { isPlaceholderText } from '../../classify/placeholder.ts'
import type { DocumentContext } from '../../document-context.ts'
import { get, has, isComplete, isObjectTree, member, type ObjectTree, textOf, toValue } from '../../read/tree.ts'
import { isMissing, reportViolations } from './violations.ts'

/** Checks a pusher that is not part of a request; it may omit properties. */
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

/** Maximum length of a pushkey, in bytes. */
const MAX_PUSHKEY = 512

/**
 * Checks the rules for pushers that the schema does not contain.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3pushersset
 */
export function checkPusherFields(tree: ObjectTree, document: DocumentContext): void {
  const { report } = document
  const kind = member(tree, 'kind')
  const name = textOf(kind?.value)
  if (kind !== undefined && name !== undefined && !/^(?:http|email)$/.test(name) && !isNamespacedOrPlaceholder(name)) {
    report(
      'schema',
      kind.value.range,
      `Expected "http" or "email" as the kind of the pusher, found "${name}" (schema of the pusher)`,
      {
        severity: 'warning',
      },
    )
  }
  const pushkey = member(tree, 'pushkey')
  if (pushkey !== undefined && new TextEncoder().encode(textOf(pushkey.value) ?? '').length > MAX_PUSHKEY) {
    report(
      'schema',
      pushkey.value.range,
      `Expected at most ${MAX_PUSHKEY} bytes in the pushkey, found more (schema of the pusher)`,
    )
  }
  if (name === 'http') checkHttpData(tree, document)
}

/** Checks the data of a pusher for its push gateway. */
function checkHttpData(tree: ObjectTree, { report, specVersion }: DocumentContext): void {
  const data = get(tree, 'data')
  if (isObjectTree(data) && isComplete(data) && !has(data, 'url')) {
    report('schema', data.range, 'Expected "url" in the data of a pusher of the kind "http" (schema of the pusher)')
  }
  const format = get(data, 'format')
  const formatName = textOf(format)
  if (
    format !== undefined &&
    formatName !== undefined &&
    formatName !== 'event_id_only' &&
    !isNamespacedOrPlaceholder(formatName)
  ) {
    report(
      'schema',
      format.range,
      `Expected "event_id_only" or no format, found "${formatName}" (schema of the pusher)`,
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
    report('pusher-url', urlTree.range, 'Expected HTTPS in the URL of the pusher, found HTTP', {
      hint: 'Write https:',
    })
  }
  if (url.pathname !== '/_matrix/push/v1/notify' && atLeast(specVersion, 'v1.13')) {
    report(
      'pusher-url',
      urlTree.range,
      `Expected the path "/_matrix/push/v1/notify" in the URL of the pusher, found "${url.pathname}"`,
    )
  }
}

/** Reports whether a name is namespaced by a domain, or a placeholder. */
function isNamespacedOrPlaceholder(name: string): boolean {
  return name.includes('.') || isPlaceholderText(name)
}
