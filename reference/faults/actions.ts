import type { Action } from '../../spec/index.ts'
import { type Fault, fault } from './fault.ts'
import { pick, withTweaks } from './helpers/payload.ts'
import { changingBody, changingRule } from './helpers/rule-requests.ts'

/** Requirements broken by a rule that notifies without the action to do so. */
const SILENT = ['actions.notify', 'unread-counts.by-rules', 'notifications.silent-events']

/** Faults of the actions of rules. */
export const ACTIONS_FAULTS: readonly Fault[] = [
  fault({
    name: 'actions.highlight-without-value-not-counted',
    breaks: ['actions.highlight-default'],
    summary: 'A highlight tweak without a value is not counted',
    changes: {
      unreadCounts: () => ({
        isHighlight: ({ actions }) =>
          actions.some(
            (action) => typeof action === 'object' && action.set_tweak === 'highlight' && action.value === true,
          ),
      }),
    },
  }),
  fault({
    name: 'actions.highlight-false-counted',
    breaks: ['actions.highlight-false'],
    summary: 'A highlight tweak with the value false is counted',
    changes: {
      unreadCounts: () => ({
        isHighlight: ({ actions }) =>
          actions.some((action) => typeof action === 'object' && action.set_tweak === 'highlight'),
      }),
    },
  }),
  fault({
    name: 'actions.tweaks-not-sent',
    breaks: ['actions.set-tweak'],
    summary: 'Devices lack tweaks',
    changes: { payload: withTweaks(() => ({})) },
  }),
  fault({
    name: 'actions.sound-not-sent',
    breaks: ['actions.set-tweak'],
    summary: 'The sound tweak is not sent',
    changes: { payload: withTweaks(({ sound: _, ...tweaks }) => tweaks) },
  }),
  fault({
    name: 'actions.highlight-not-sent',
    breaks: ['actions.set-tweak', 'actions.highlight-default'],
    summary: 'The highlight tweak is not sent',
    changes: { payload: withTweaks(({ highlight: _, ...tweaks }) => tweaks) },
  }),
  fault({
    name: 'actions.highlight-always-sent',
    breaks: ['actions.no-highlight'],
    summary: 'Every notification is a highlight',
    changes: { payload: withTweaks((tweaks) => ({ ...tweaks, highlight: true })) },
  }),
  fault({
    name: 'actions.sound-always-default',
    breaks: ['actions.set-tweak'],
    summary: 'Every sound is sent as the default sound',
    changes: { payload: withTweaks((tweaks) => ('sound' in tweaks ? { ...tweaks, sound: 'default' } : tweaks)) },
  }),
  fault({
    name: 'actions.custom-tweaks-not-sent',
    breaks: ['actions.tweaks-transparent'],
    summary: 'Tweaks other than sound and highlight are not sent',
    changes: { payload: withTweaks((tweaks) => pick(tweaks, ['sound', 'highlight'])) },
  }),
  fault({
    name: 'actions.tweaks-as-strings',
    breaks: ['actions.tweaks-transparent'],
    summary: 'Tweaks are sent as strings',
    changes: {
      payload: withTweaks((tweaks) =>
        Object.fromEntries(
          Object.entries(tweaks).map(([name, value]) => [
            name,
            typeof value === 'string' ? value : JSON.stringify(value),
          ]),
        ),
      ),
    },
  }),
  fault({
    name: 'actions.historical-refused',
    breaks: ['actions.historical.accepted', 'actions.historical.no-ops', 'actions.historical.ignored'],
    summary: 'A rule with the action dont_notify or coalesce is refused',
    span: { since: 'v1.7' },
    changes: {
      rulesApi: changingBody(({ actions, ...rest }) => ({
        ...rest,
        actions: hasHistorical(actions) ? 'no list of actions' : actions,
      })),
    },
  }),
  fault({
    name: 'actions.unknown-tweaks-not-stored',
    breaks: ['actions.tweaks-transparent'],
    summary: 'Tweaks other than sound and highlight are removed from the rule',
    changes: {
      rulesApi: changingRule((rule) => ({
        ...rule,
        actions: rule.actions.filter(
          (action) => typeof action === 'string' || ['sound', 'highlight'].includes(String(action.set_tweak)),
        ),
      })),
    },
  }),
  fault({
    name: 'actions.custom-tweaks-stored-as-sound',
    breaks: ['actions.tweaks-transparent', 'rules-api.put-creates'],
    summary: 'A tweak other than highlight whose value is a string is stored as a sound',
    changes: {
      rulesApi: changingRule((rule) => ({
        ...rule,
        actions: rule.actions.map((action) =>
          typeof action === 'object' && typeof action.value === 'string' ? { ...action, set_tweak: 'sound' } : action,
        ),
      })),
    },
  }),
  fault({
    name: 'actions.empty-actions-notify',
    breaks: SILENT,
    summary: 'A rule without actions notifies',
    changes: {
      actions: () => ({
        notifies: () => true,
      }),
    },
  }),
  fault({
    name: 'actions.tweak-only-notifies',
    breaks: SILENT,
    summary: 'A rule that only sets tweaks notifies',
    changes: {
      actions: () => ({
        notifies: ({ notify, actions }) => notify || actions.some((action) => typeof action === 'object'),
      }),
    },
  }),
  fault({
    name: 'actions.dont-notify-wins',
    breaks: ['actions.historical.no-ops', 'actions.historical.ignored'],
    summary: 'dont_notify overrides notify',
    changes: {
      actions: () => ({
        notifies: ({ notify, actions }) => notify && !actions.includes('dont_notify'),
      }),
    },
  }),
  fault({
    name: 'actions.tweak-without-value-silences',
    breaks: ['actions.notify'],
    summary: 'A rule does not notify if a tweak other than highlight has no value',
    changes: {
      actions: () => ({
        notifies: ({ notify, actions }) => notify && !actions.some(isTweakWithoutValue),
      }),
    },
  }),
  fault({
    name: 'actions.coalesce-notifies',
    breaks: ['actions.historical.no-ops', 'actions.historical.ignored'],
    summary: 'coalesce notifies',
    span: { since: 'v1.7' },
    changes: {
      actions: () => ({
        notifies: ({ notify, actions }) => notify || actions.includes('coalesce'),
      }),
    },
  }),
  fault({
    name: 'actions.dont-notify-notifies',
    breaks: ['actions.historical.dont-notify', 'actions.historical.no-ops', 'actions.historical.ignored'],
    summary: 'dont_notify notifies',
    changes: {
      actions: () => ({
        notifies: ({ notify, actions }) => notify || actions.includes('dont_notify'),
      }),
    },
  }),
  fault({
    name: 'actions.coalesce-wins',
    breaks: ['actions.historical.no-ops', 'actions.historical.ignored'],
    summary: 'coalesce overrides notify',
    span: { since: 'v1.7' },
    changes: {
      actions: () => ({
        notifies: ({ notify, actions }) => notify && !actions.includes('coalesce'),
      }),
    },
  }),
  fault({
    name: 'actions.coalesce-silences',
    breaks: ['actions.historical.coalesce'],
    summary: 'coalesce does not notify',
    span: { until: 'v1.7' },
    changes: {
      actions: () => ({
        notifies: ({ actions }) => actions.includes('notify'),
      }),
    },
  }),
]

function isTweakWithoutValue(action: Action): boolean {
  return typeof action === 'object' && action.set_tweak !== 'highlight' && (action.value ?? null) === null
}

/** Reports whether one of the actions is one that newer versions of the specification no longer have. */
function hasHistorical(actions: unknown): boolean {
  return Array.isArray(actions) && actions.some((action) => action === 'dont_notify' || action === 'coalesce')
}
