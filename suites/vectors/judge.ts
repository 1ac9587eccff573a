import { isDeepStrictEqual } from 'node:util'
import { type Action, atLeast, type SpecVersion } from '../../spec/index.ts'
import { quote } from '../harness/evidence/quote.ts'
import type { Answer } from './protocol.ts'
import type { Effect, Expected } from './vector.ts'

/** As much of an effect as an answer tells. */
type PartOfEffect = { [Field in keyof Effect]?: Effect[Field] | undefined }

/**
 * How an answer differs from what is right, judged on as much as the answer says.
 *
 * @returns what was wanted and what was answered; `undefined` when nothing differs
 */
export function mismatchOf(expected: Expected, answer: Answer, specVersion: SpecVersion): string | undefined {
  const expectation = `expected ${describe(expected.rule, expected)}`
  if (answer.error !== undefined) return `${expectation}; failed with ${quote(answer.error)}`
  const { notify, tweaks } = effectOf(answer, specVersion)
  const agrees =
    agreesOnRule(expected, answer) &&
    (notify === undefined || notify === expected.notify) &&
    (tweaks === undefined || !expected.notify || isDeepStrictEqual(plain(tweaks), plain(expected.tweaks)))
  if (agrees) return undefined
  return `${expectation}; answered ${describe(answer.rule, { notify, tweaks })}`
}

/**
 * Whether an answer notifies and with which tweaks, as far as it says so: by its own word, else by its actions, else by
 * there being no rule at all.
 *
 * Actions are read as their version reads them: `coalesce` notifies until v1.6, where `dont_notify` takes `notify`
 * back; both mean nothing since.
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

/** Not to be highlighted is what an event is anyway. */
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
