import { type Action, atLeast, type SpecVersion } from '../../../spec/index.ts'

/** Effect of a list of actions: whether it notifies, and the tweaks that it sets. */
export interface ActionEffect {
  notify: boolean
  highlight: boolean
  tweaks: Record<string, unknown>
}

/** Returns the effect of actions in a spec version, so that lists with the same effect compare as equal. */
export function effectOf(actions: readonly Action[], specVersion: SpecVersion): ActionEffect {
  const tweaks: Record<string, unknown> = {}
  for (const action of actions) {
    if (typeof action === 'object' && typeof action.set_tweak === 'string') tweaks[action.set_tweak] = action.value
  }
  const { highlight = 'highlight' in tweaks, ...others } = tweaks
  // Until v1.6 a server that cannot coalesce notifies instead; since v1.7 the action does nothing.
  const notifying = atLeast(specVersion, 'v1.7') ? ['notify'] : ['notify', 'coalesce']
  return {
    notify: actions.some((action) => typeof action === 'string' && notifying.includes(action)),
    highlight: highlight === true,
    tweaks: others,
  }
}
