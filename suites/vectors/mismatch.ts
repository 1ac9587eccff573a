import { isDeepStrictEqual } from 'node:util'
import { quote } from '../../common/text.ts'
import { type Action, atLeast, type SpecVersion } from '../../spec/index.ts'
import type { Answer } from './protocol.ts'
import type { Effect, Expected } from './vector.ts'

/** Part of an effect that an answer states. */
type PartOfEffect = { [Field in keyof Effect]?: Effect[Field] | undefined }

/** Expected and found answer, in words. */
export interface Difference {
  expected: string
  found: string
}

/**
 * Describes how an answer differs from the expected one, judging as much as the answer states.
 *
 * @returns the expected and the found answer; `undefined` if they agree
 */
export function mismatchOf(expected: Expected, answer: Answer, specVersion: SpecVersion): string | undefined {
  const difference = differenceOf(expected, answer, specVersion)
  return difference && mismatchText(difference)
}

/** Formats a difference for a message: `expected override/a, a notification, found no rule`. */
export function mismatchText({ expected, found }: Difference): string {
  return `expected ${expected}, found ${found}`
}

/** Returns the expected and the found answer in words, judging as much as the answer states; undefined if they agree. */
export function differenceOf(expected: Expected, answer: Answer, specVersion: SpecVersion): Difference | undefined {
  const expectation = describe(expected.rule, expected)
  if (answer.error !== undefined) return { expected: expectation, found: `the error ${quote(answer.error)}` }
  const { notify, tweaks } = effectOf(answer, specVersion)
  const agrees =
    agreesOnRule(expected, answer) &&
    (notify === undefined || notify === expected.notify) &&
    (tweaks === undefined || !expected.notify || isDeepStrictEqual(plain(tweaks), plain(expected.tweaks)))
  if (agrees) return undefined
  return { expected: expectation, found: describe(answer.rule, { notify, tweaks }) }
}

/**
 * Returns whether an answer notifies and with which tweaks, as far as it states that: explicitly, otherwise by its
 * actions, otherwise because no rule matches.
 *
 * Actions are read by the rules of their version: until v1.6 `coalesce` notifies and `dont_notify` cancels `notify`;
 * since v1.7 both mean nothing.
 */
function effectOf({ rule, actions, notify, tweaks }: Answer, specVersion: SpecVersion): PartOfEffect {
  if (notify !== undefined) return { notify, ...(tweaks !== undefined && { tweaks }) }
  if (actions !== undefined) return { notify: notifies(actions, specVersion), tweaks: tweaks ?? tweaksOf(actions) }
  return rule === null ? { notify: false } : {}
}

function agreesOnRule({ rule: expected }: Expected, { rule }: Answer): boolean {
  if (rule === undefined) return true
  if (rule === null || expected === null) return rule === expected
  return rule.rule_id === expected.rule_id && (rule.kind === undefined || rule.kind === expected.kind)
}

function notifies(actions: readonly Action[], specVersion: SpecVersion): boolean {
  if (atLeast(specVersion, 'v1.7')) return actions.includes('notify')
  return (actions.includes('notify') || actions.includes('coalesce')) && !actions.includes('dont_notify')
}

function tweaksOf(actions: readonly Action[]): Record<string, unknown> {
  const entries = actions.flatMap((action) => {
    const { set_tweak, value = true } = Object(action) as { set_tweak?: unknown; value?: unknown }
    return typeof set_tweak === 'string' ? [[set_tweak, value] as const] : []
  })
  return Object.fromEntries(entries)
}

/** Removes a highlight of false, which is the default. */
function plain({ highlight = false, ...others }: Record<string, unknown>): Record<string, unknown> {
  return highlight === false ? others : { ...others, highlight }
}

function describe(rule: Answer['rule'], { notify, tweaks }: PartOfEffect): string {
  const name =
    rule === undefined ? undefined : rule === null ? 'no rule' : `${rule.kind ? `${rule.kind}/` : ''}${rule.rule_id}`
  const effect = notify === undefined ? undefined : notify ? `a notification${withTweaks(tweaks)}` : 'no notification'
  return [name, rule === null && notify === false ? undefined : effect].filter((part) => part !== undefined).join(', ')
}

function withTweaks(tweaks: Effect['tweaks'] = {}): string {
  return Object.keys(tweaks).length > 0 ? ` with ${quote(tweaks)}` : ''
}
