import type { Action } from '../../spec/types.ts'
import { atLeast, type SpecVersion } from '../../spec/versions.ts'
import { elements, isObject } from './json.ts'
import type { RuleOutcome } from './types.ts'

/**
 * Interprets a list of actions. Unknown actions are ignored.
 *
 * Until v1.6 `coalesce` notifies, as it must on a server that does not coalesce, and `dont_notify` cancels the other
 * actions of the list. Since v1.7 both are ignored.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#actions
 * @see https://spec.matrix.org/v1.19/client-server-api/#historical-actions
 */
export function readActions(
  list: unknown,
  specVersion: SpecVersion,
): Pick<RuleOutcome, 'actions' | 'notify' | 'tweaks' | 'highlight'> {
  const actions = elements(list) as Action[]
  const notify = notifies(actions, specVersion)
  const tweaks = tweaksOf(actions)
  return { actions, notify, tweaks, highlight: notify && tweaks.highlight === true }
}

function notifies(actions: readonly Action[], specVersion: SpecVersion): boolean {
  if (atLeast(specVersion, 'v1.7')) return actions.includes('notify')
  return (actions.includes('notify') || actions.includes('coalesce')) && !actions.includes('dont_notify')
}

/** Reads the tweaks. A highlight without a value is defined to be true, and so is any other tweak here. */
function tweaksOf(actions: readonly Action[]): Record<string, unknown> {
  const entries: [string, unknown][] = []
  for (const action of actions) {
    if (isObject(action) && typeof action.set_tweak === 'string') {
      entries.push([action.set_tweak, action.value === undefined ? true : action.value])
    }
  }
  return Object.fromEntries(entries)
}
