import type { Action } from '../../spec/index.ts'
import { atLeast, type SpecVersion } from '../../spec/versions.ts'
import { elements, isObject } from './json.ts'
import type { Outcome } from './types.ts'

/**
 * What a list of actions asks for. Actions that the profile does not know are passed over.
 *
 * Until v1.6 `coalesce` notifies, as it is to do on a server that does not coalesce, and `dont_notify` prevents what
 * another action of the list would do. Since v1.7 both mean nothing.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#actions
 * @see https://spec.matrix.org/v1.19/client-server-api/#historical-actions
 */
export function readActions(
  list: unknown,
  specVersion: SpecVersion,
): Pick<Outcome, 'actions' | 'notify' | 'tweaks' | 'highlight'> {
  const actions = elements(list) as Action[]
  const notify = notifies(actions, specVersion)
  const tweaks = tweaksOf(actions)
  return { actions, notify, tweaks, highlight: notify && tweaks.highlight === true }
}

function notifies(actions: readonly Action[], specVersion: SpecVersion): boolean {
  if (atLeast(specVersion, 'v1.7')) return actions.includes('notify')
  return (actions.includes('notify') || actions.includes('coalesce')) && !actions.includes('dont_notify')
}

/** A highlight without a value is defined to be true; other tweaks without one are taken in the same way. */
function tweaksOf(actions: readonly Action[]): Record<string, unknown> {
  const entries: [string, unknown][] = []
  for (const action of actions) {
    if (isObject(action) && typeof action.set_tweak === 'string') {
      entries.push([action.set_tweak, action.value === undefined ? true : action.value])
    }
  }
  return Object.fromEntries(entries)
}
