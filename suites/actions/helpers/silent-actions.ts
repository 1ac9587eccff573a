import { type Action, type SpecVersion, within } from '../../../spec/index.ts'

/** Returns actions that silence an event: `dont_notify` until v1.6, none since v1.7. */
export function silentActions(specVersion: SpecVersion): Action[] {
  return within(specVersion, { since: 'v1.7' }) ? [] : ['dont_notify']
}
