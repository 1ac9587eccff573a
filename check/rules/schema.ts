import { atLeast, checkEvent, checkNotifyRequest, checkNotifyResponse, checkRequestBody } from '../../spec/index.ts'
import {
  atPointer,
  get,
  has,
  isComplete,
  isObjectTree,
  type ObjectTree,
  type Tree,
  textOf,
  toValue,
} from '../read/tree.ts'
import { isPlaceholderText } from '../recognise/placeholder.ts'
import type { Story } from '../story.ts'
import { checkRuleset } from './rule.ts'

/** Looks at a pusher; one that nobody sends may leave fields out. */
export function checkPusher(tree: ObjectTree, story: Story): void {
  const violations = checkRequestBody('setPusher', toValue(tree))
  tellViolations(
    'pusher',
    tree,
    violations.filter((sentence) => !isMissing(sentence)),
    story,
  )
  checkPusherUrl(tree, story)
}

/**
 * Looks at the URL of a pusher, where it is one of HTTP.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3pushersset
 */
export function checkPusherUrl(tree: ObjectTree, { report, profile }: Story): void {
  const kind = textOf(get(tree, 'kind'))
  const urlTree = get(get(tree, 'data'), 'url')
  const url = URL.parse(textOf(urlTree) ?? '')
  if (kind !== 'http' || urlTree === undefined || url === null) return
  const isHere = /^(?:localhost|127\.|\[::1\])/.test(url.hostname)
  if (url.protocol === 'http:' && !isHere) {
    report('pusher-url', urlTree.range, 'The URL of the pusher is over HTTP, and it must be over HTTPS', {
      hint: 'Write https:',
    })
  }
  if (url.pathname !== '/_matrix/push/v1/notify' && atLeast(profile, 'v1.13')) {
    report(
      'pusher-url',
      urlTree.range,
      `The path of the pusher's URL is "${url.pathname}", wanted "/_matrix/push/v1/notify"`,
    )
  }
}

/** Looks at what a homeserver sends to a push gateway. */
export function checkNotification(tree: ObjectTree, story: Story): void {
  tellViolations('request to a push gateway', tree, checkNotifyRequest(toValue(tree)), story)
}

/** Looks at what a push gateway answers. */
export function checkRejected(tree: ObjectTree, story: Story): void {
  tellViolations('answer of a push gateway', tree, checkNotifyResponse(toValue(tree)), story)
}

/** Looks at an event; one without an ID is taken to show a part of an event only, as texts often do. */
export function checkEventExample(tree: ObjectTree, story: Story): void {
  const isWhole = has(tree, 'event_id') && has(tree, 'sender')
  const content = get(tree, 'content')
  const global = get(content, 'global')
  if (textOf(get(tree, 'type')) === 'm.push_rules' && isObjectTree(global)) {
    checkRuleset(global, story)
    return
  }
  const violations = checkEvent(toValue(tree)).filter(
    (sentence) => !isMissing(sentence) || (isWhole && !isAtRoot(sentence)),
  )
  tellViolations('event', tree, violations, story)
}

/** Tells what a value breaks of its schema, each at its place; not what follows from a part that is left out. */
export function tellViolations(what: string, tree: Tree, violations: readonly string[], { report }: Story): void {
  const isWhole = isComplete(tree)
  for (const sentence of violations) {
    const [, pointer = '', trouble = ''] = /^At (?:the root|(\/\S*)): (.*)$/s.exec(sentence) ?? []
    const place = atPointer(tree, pointer)
    if ((isMissing(sentence) && !isWhole) || place.type === 'open' || isPlaceholderText(textOf(place) ?? '')) continue
    report('schema', place.range, `${capitalised(trouble)} (schema of the ${what})`)
  }
}

function isMissing(sentence: string): boolean {
  return sentence.includes(', wanted the property "')
}

function isAtRoot(sentence: string): boolean {
  return sentence.startsWith('At the root:')
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
