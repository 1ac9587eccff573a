import type { Action } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectTweak } from './helpers/expect-tweak.ts'

interface TweakCase {
  name: string
  title: string
  requirement: 'actions.set-tweak' | 'actions.highlight-default' | 'actions.tweaks-transparent'
  caughtBy: string[]
  fairness: string
  action: Action
  tweak: string
  value: unknown
}

const OTHERS_DO_NO_HARM = 'Further tweaks are ignored.'

const TRANSPARENT = `Clients and gateways may agree on custom tweaks, which homeservers pass on unchanged. ${OTHERS_DO_NO_HARM}`

const TWEAKS: TweakCase[] = [
  {
    name: 'sound',
    title: 'A sound that a rule sets is in the tweaks',
    requirement: 'actions.set-tweak',
    caughtBy: ['actions.tweaks-not-sent', 'actions.sound-not-sent', 'actions.sound-always-default'],
    fairness: `A sound is any string and is copied into the tweaks as the rule has it. ${OTHERS_DO_NO_HARM}`,
    action: { set_tweak: 'sound', value: 'cakealarm.wav' },
    tweak: 'sound',
    value: 'cakealarm.wav',
  },
  {
    name: 'highlight-without-value',
    title: 'A highlight that a rule sets without a value is true in the tweaks',
    requirement: 'actions.highlight-default',
    caughtBy: ['actions.tweaks-not-sent', 'actions.highlight-not-sent'],
    fairness: `A highlight without a value is defined to be true, and a missing one to be false, so it can only be sent as true. ${OTHERS_DO_NO_HARM}`,
    action: { set_tweak: 'highlight' },
    tweak: 'highlight',
    value: true,
  },
  {
    name: 'highlight-with-value',
    title: 'A highlight that a rule sets to true is true in the tweaks',
    requirement: 'actions.set-tweak',
    caughtBy: ['actions.tweaks-not-sent', 'actions.highlight-not-sent'],
    fairness: `A missing highlight is defined to be false, so one that is true cannot be omitted. ${OTHERS_DO_NO_HARM}`,
    action: { set_tweak: 'highlight', value: true },
    tweak: 'highlight',
    value: true,
  },
  {
    name: 'unknown-string',
    title: 'An unknown tweak is passed on unchanged',
    requirement: 'actions.tweaks-transparent',
    caughtBy: ['actions.custom-tweaks-not-sent', 'actions.custom-tweaks-stored-as-sound'],
    fairness: TRANSPARENT,
    action: { set_tweak: 'org.plexor.light', value: 'blinking' },
    tweak: 'org.plexor.light',
    value: 'blinking',
  },
  {
    name: 'unknown-number',
    title: 'An unknown tweak with a number is passed on as a number',
    requirement: 'actions.tweaks-transparent',
    caughtBy: ['actions.custom-tweaks-not-sent', 'actions.tweaks-as-strings'],
    fairness: TRANSPARENT,
    action: { set_tweak: 'org.plexor.volume', value: 7 },
    tweak: 'org.plexor.volume',
    value: 7,
  },
]

/** Tweaks of each kind, as they arrive at the gateway. */
export const tweakKinds = TWEAKS.map(({ name, title, requirement, caughtBy, fairness, action, tweak, value }) =>
  defineCase({
    id: `actions/tweak-${name}`,
    title,
    verifies: [requirement],
    caughtBy,
    fairness,
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: ['notify', action] })
      const because = 'the content rule "cake", whose actions include notify, matches it'
      const { device } = await pusher.expectPush(await bob.send(room, 'there is cake'), { because })
      expectTweak(device.tweaks, tweak, value)
    },
  }),
)
