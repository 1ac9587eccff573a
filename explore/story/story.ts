import type { SpecVersion } from '../../spec/index.ts'
import type { History } from '../history.ts'
import { Situation } from '../model/situation.ts'
import { stepKindOf } from '../steps/index.ts'

/** Returns a history as numbered sentences. Steps that are not possible are left out. */
export function storyOf(history: History, specVersion: SpecVersion): string[] {
  return possibleSteps(history, specVersion).map((step, index) => `${index + 1}. ${stepKindOf(step).describe(step)}`)
}

/** Returns the steps of a history that are possible in their place. */
export function possibleSteps(history: History, specVersion: SpecVersion): History {
  const situation = new Situation(specVersion)
  return history.filter((step) => {
    const kind = stepKindOf(step)
    if (!kind.isPossible(situation, step)) return false
    kind.apply(situation, step)
    return true
  })
}

/** Renames the messages of a history in their order, from m1. */
export function renumbered(history: History): History {
  const names = new Map<string, string>()
  for (const step of history) if (step.do === 'send') names.set(step.id, `m${names.size + 1}`)
  const renamed = (name: string) => names.get(name) ?? name
  return history.map((step) => {
    if (step.do === 'read') {
      const { thread } = step
      return { ...step, message: renamed(step.message), ...(thread === undefined ? {} : { thread: renamed(thread) }) }
    }
    if (step.do === 'mark') return { ...step, message: renamed(step.message) }
    if (step.do !== 'send') return step
    const { about } = step.message
    const message = about === undefined ? step.message : { ...step.message, about: renamed(about) }
    return { ...step, id: renamed(step.id), message }
  })
}
