import fc from 'fast-check'
import type { SpecVersion } from '../spec/index.ts'
import type { History, Step, StepName, UserName } from './history.ts'
import { Situation } from './model/situation.ts'
import { Choice } from './steps/choice.ts'
import { STEP_KINDS, stepKindOf, THEMES } from './steps/index.ts'
import { drawTellingMessages } from './steps/messages.ts'
import type { StepKind } from './steps/step-kind.ts'
import { traitOf } from './story/trait.ts'

/** Options for {@link drawHistory}. */
export interface DrawOptions {
  /** Whole number from which everything follows */
  seed: number
  specVersion: SpecVersion
  /** Number of steps */
  length: number
  /** Names of the kinds of steps to draw, besides those that a history begins with; undefined for all */
  only?: ReadonlySet<string> | undefined
  /** Traits of steps to leave out, because they show what is already known */
  avoid?: ReadonlySet<string>
}

/** Numbers that one step is drawn from. */
const NUMBERS = 24

/** Number of times that a step is drawn again if none is possible. */
const TRIES = 4

/** Largest number that is drawn. */
const MAX_NUMBER = 2 ** 30

/** Draws a history at random: the same one for the same options. */
export function drawHistory({ seed, specVersion, length, only, avoid = new Set() }: DrawOptions): History {
  const [[ofTheme = [], ...numbers] = []] = fc.sample(numbersFor(length * TRIES + 1), { seed, numRuns: 1 })
  const situation = new Situation(specVersion)
  const history: Step[] = []
  const chosen = STEP_KINDS.filter((kind) => only === undefined || only.has(kind.do))
  const kinds = inTheme(chosen, new Choice(ofTheme))
  const add = (step: Step) => {
    stepKindOf(step).apply(situation, step)
    history.push(step)
  }
  for (const drawn of numbers) {
    if (history.length >= length) break
    const choice = new Choice(drawn)
    const waiting = waitingUser(history)
    const ending = waiting !== undefined && choice.chance(ENDED) ? choice.of(chosen.filter(isNews)) : undefined
    const kind = beginning(history.length) ?? ending ?? choice.weighted(kinds)?.kind
    const step = kind?.draw(situation, choice, `m${history.length + 1}`)
    if (step === undefined || avoid.has(traitOf(step))) continue
    if (ending !== undefined && !isOf(step, waiting)) continue
    add(step)
    if (step.do !== 'put-rule' || !choice.chance(SENT_AFTER) || only?.has('send') === false) continue
    for (const message of drawTellingMessages(situation, choice, step)) {
      const send = { ...message, id: `m${history.length + 1}` }
      const isDrawn = history.length < length && !avoid.has(traitOf(send))
      if (isDrawn && stepKindOf(send).isPossible(situation, send)) add(send)
    }
  }
  return history
}

/** Share of new rules after which all messages are sent that the rule tells apart, in percent. */
const SENT_AFTER = 40

/** Share of histories with a theme, in percent. */
const WITH_THEME = 60

/** Number of times that a step of the theme is drawn more often. */
const MORE_OFTEN = 4

/** Draws a theme: steps of one group are drawn more often, so that what belongs together comes together. */
function inTheme(kinds: readonly StepKind[], choice: Choice): readonly { weight: number; kind: StepKind }[] {
  const theme = choice.chance(WITH_THEME) ? choice.of(THEMES) : undefined
  return kinds.map((kind) => ({ kind, weight: theme?.includes(kind) ? kind.weight * MORE_OFTEN : kind.weight }))
}

/** Returns the kind of the first steps, without which nothing else is possible, or would show anything. */
function beginning(position: number): StepKind | undefined {
  const name = (['create-room', 'set-pusher'] as const)[position]
  return STEP_KINDS.find((kind) => kind.do === name)
}

/** Share of waits for news after which the user causes some from elsewhere, in percent. */
const ENDED = 80

/** Kinds of steps that the clients of their user learn of, without a message in a room. */
const NEWS: ReadonlySet<StepName> = new Set([
  'read',
  'mark',
  'put-rule',
  'enable-rule',
  'change-actions',
  'delete-rule',
])

/** Returns the user whose client has just begun to wait for news. */
function waitingUser(history: History): UserName | undefined {
  const step = history.at(-1)
  return step?.do === 'wait-for-news' ? step.user : undefined
}

function isNews({ do: name }: StepKind): boolean {
  return NEWS.has(name)
}

function isOf(step: Step, user: UserName | undefined): boolean {
  return 'user' in step && step.user === user
}

function numbersFor(steps: number): fc.Arbitrary<number[][]> {
  const ofStep = fc.array(fc.noBias(fc.nat(MAX_NUMBER)), { minLength: NUMBERS, maxLength: NUMBERS })
  return fc.array(ofStep, { minLength: steps, maxLength: steps })
}
