import { isDeepStrictEqual } from 'node:util'
import type { SpecVersion } from '../spec/index.ts'
import type { History, Step } from './history.ts'
import { possibleSteps } from './story/story.ts'

/** Options for {@link shrink}. */
export interface ShrinkOptions {
  specVersion: SpecVersion
  /** Number of candidates to try at once, 1 or more */
  jobs: number
  /** Reports whether a shorter history still shows the same. */
  shows(history: History): Promise<boolean>
  /** Reports whether to stop with what was found so far. */
  isOver(): boolean
}

/**
 * Makes a history shorter and simpler while it still shows the same: without halves, then smaller parts of it, then
 * single steps, and last with simpler steps.
 */
export async function shrink(history: History, options: ShrinkOptions): Promise<History> {
  let current = possibleSteps(history, options.specVersion)
  for (let size = Math.ceil(current.length / 2); size >= 1; ) {
    const shorter = await firstThatShows(withoutParts(current, size), options)
    if (shorter === undefined) {
      if (size === 1) break
      size = Math.floor(size / 2)
    } else {
      current = possibleSteps(shorter, options.specVersion)
      size = Math.min(size, Math.max(1, Math.floor(current.length / 2)))
    }
    if (options.isOver()) return current
  }
  for (;;) {
    const simpler = await firstThatShows(simplerHistories(current), options)
    if (simpler === undefined || options.isOver()) return simpler ?? current
    current = possibleSteps(simpler, options.specVersion)
  }
}

/** Tries candidates, several at once, and returns the first in their order that shows the same. */
async function firstThatShows(
  candidates: readonly History[],
  { jobs, shows, isOver }: ShrinkOptions,
): Promise<History | undefined> {
  for (let start = 0; start < candidates.length; start += jobs) {
    if (isOver()) return undefined
    const some = candidates.slice(start, start + jobs)
    const shown = await Promise.all(some.map(shows))
    const found = some[shown.indexOf(true)]
    if (found !== undefined) return found
  }
  return undefined
}

/** Returns the history without each of its parts of a size, the latest first: what follows the fault is of no use. */
function withoutParts(history: History, size: number): History[] {
  const starts = Array.from({ length: Math.ceil(history.length / size) }, (_, index) => index * size).toReversed()
  return starts.map((start) => [...history.slice(0, start), ...history.slice(start + size)])
}

/** Returns the history with each of its steps made simpler in one way. */
function simplerHistories(history: History): History[] {
  return history.flatMap((step, index) =>
    simplerSteps(step)
      .filter((simpler) => !isDeepStrictEqual(simpler, step))
      .map((simpler) => history.with(index, simpler)),
  )
}

function simplerSteps(step: Step): Step[] {
  switch (step.do) {
    case 'create-room':
      return step.members.length < 2 ? [] : step.members.map((member) => ({ ...step, members: [member] }))
    case 'send':
      return step.message.kind === 'plain' ? [] : [{ ...step, message: { kind: 'plain' } }]
    case 'set-pusher': {
      const { format: _, ...simple } = step
      return [simple]
    }
    case 'fail-gateway':
      return step.meanwhile.length < 2 ? [] : step.meanwhile.map((room) => ({ ...step, meanwhile: [room] }))
    case 'put-rule': {
      const { before: _, after: __, ...alone } = step
      return [alone, ...(step.actions === 'notify' ? [] : [{ ...step, actions: 'notify' } as const])]
    }
    case 'change-actions':
      return step.actions === 'notify' ? [] : [{ ...step, actions: 'notify' }]
    case 'read': {
      const { thread: _, ...unthreaded } = step
      return [unthreaded, { ...step, type: 'm.read' }]
    }
    default:
      return []
  }
}
