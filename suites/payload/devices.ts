import type { Action } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'

/** Far in the future in seconds, long ago in milliseconds; distinguishes the two units. */
const SECONDS_OR_MILLISECONDS = 100_000_000_000

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
    caughtBy: ['gateway.no-tweaks', 'gateway.no-sound', 'gateway.sound-always-default'],
    fairness: `A sound is any string and is copied into the tweaks as the rule has it. ${OTHERS_DO_NO_HARM}`,
    action: { set_tweak: 'sound', value: 'cakealarm.wav' },
    tweak: 'sound',
    value: 'cakealarm.wav',
  },
  {
    name: 'highlight-without-value',
    title: 'A highlight that a rule sets without a value is true in the tweaks',
    requirement: 'actions.highlight-default',
    caughtBy: ['gateway.no-tweaks', 'gateway.no-highlight'],
    fairness: `A highlight without a value is defined to be true, and a missing one to be false, so it can only be sent as true. ${OTHERS_DO_NO_HARM}`,
    action: { set_tweak: 'highlight' },
    tweak: 'highlight',
    value: true,
  },
  {
    name: 'highlight-with-value',
    title: 'A highlight that a rule sets to true is true in the tweaks',
    requirement: 'actions.set-tweak',
    caughtBy: ['gateway.no-tweaks', 'gateway.no-highlight'],
    fairness: `A missing highlight is defined to be false, so one that is true cannot be omitted. ${OTHERS_DO_NO_HARM}`,
    action: { set_tweak: 'highlight', value: true },
    tweak: 'highlight',
    value: true,
  },
  {
    name: 'unknown-string',
    title: 'An unknown tweak is passed on unchanged',
    requirement: 'actions.tweaks-transparent',
    caughtBy: ['gateway.custom-tweaks-dropped'],
    fairness: TRANSPARENT,
    action: { set_tweak: 'org.plexor.light', value: 'blinking' },
    tweak: 'org.plexor.light',
    value: 'blinking',
  },
  {
    name: 'unknown-number',
    title: 'An unknown tweak with a number is passed on as a number',
    requirement: 'actions.tweaks-transparent',
    caughtBy: ['gateway.custom-tweaks-dropped', 'gateway.tweaks-as-text'],
    fairness: TRANSPARENT,
    action: { set_tweak: 'org.plexor.volume', value: 7 },
    tweak: 'org.plexor.volume',
    value: 7,
  },
]

const tweaks = TWEAKS.map(({ name, title, requirement, caughtBy, fairness, action, tweak, value }) =>
  defineCase({
    id: `gateway-payload/tweak-${name}`,
    title,
    verifies: [requirement],
    caughtBy,
    fairness,
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: ['notify', action] })
      const { device } = await pusher.expectPush(await bob.send(room, 'there is cake'))
      expectEqual(`the tweak ${tweak}`, device.tweaks?.[tweak], value)
    },
  }),
)

/** Device of a notification. */
export const devices = [
  ...tweaks,

  defineCase({
    id: 'gateway-payload/no-tweaks-without-rule',
    title: 'A rule that only notifies sets neither sound nor highlight',
    verifies: ['rules.one-rule-acts', 'actions.no-highlight'],
    caughtBy: ['gateway.highlight-always'],
    fairness:
      "The user's rule precedes the default rule for rooms with two members, whose sound is not added: only the actions of the first matching rule count. A sound of null and a highlight of false count as missing.",
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: ['notify'] })
      const { device } = await pusher.expectPush(await bob.send(room, 'there is cake'))
      expectEqual('the sound', device.tweaks?.sound ?? undefined, undefined)
      expect(device.tweaks?.highlight !== true, 'Expected no highlight, found one')
    },
  }),

  defineCase({
    id: 'gateway-payload/app-id-and-pushkey',
    title: 'The device of a notification has the app_id and pushkey of the pusher',
    verifies: ['gateway.device'],
    caughtBy: ['gateway.app-id-as-pushkey'],
    fairness:
      'Both fields are required for each device and defined as those of the pusher. Other devices of the same request are ignored.',
    async run({ createScene }) {
      const { bob, room, pusher } = await createScene({ pusher: { app_id: 'org.plexor.payload' } })
      const { device } = await pusher.expectPush(await bob.send(room, 'a message'))
      expectEqual('the app_id', device.app_id, 'org.plexor.payload')
      expectEqual('the pushkey', device.pushkey, pusher.pushkey)
    },
  }),

  defineCase({
    id: 'gateway-payload/data-without-url',
    title: "The device's data, if sent, is that of the pusher without its url",
    verifies: ['gateway.data-without-url'],
    caughtBy: ['gateway.data-has-url', 'gateway.custom-data-dropped'],
    fairness:
      'The data is optional here. If sent, it is defined in every version as that of the pusher except for the url. Keys that the server adds are ignored.',
    async run({ createScene }) {
      const { bob, room, pusher } = await createScene({ pusher: { data: { custom: 'kept' } } })
      const { device } = await pusher.expectPush(await bob.send(room, 'a message'))
      expectEqual('the url in the data of the device', device.data?.url, undefined)
      if (device.data) expectEqual('the custom key in the data of the device', device.data.custom, 'kept')
    },
  }),

  defineCase({
    id: 'gateway-payload/data-is-forwarded',
    title: "The device's data contains the format and the custom keys of the pusher",
    verifies: ['gateway.data-forwarded'],
    caughtBy: ['gateway.format-dropped', 'gateway.custom-data-dropped', 'gateway.data-dropped'],
    fairness:
      'Since v1.13 all keys except the url have to be forwarded, including the format; the case does not apply before that. Keys that the server adds are ignored.',
    async run({ createScene }) {
      const given = { format: 'event_id_only', custom: { nested: ['kept', 1, true] } }
      const { bob, room, pusher } = await createScene({ pusher: { data: given } })
      const { device } = await pusher.expectPush(await bob.send(room, 'a message'))
      for (const [key, value] of Object.entries(given)) {
        expectEqual(`the key ${key} in the data of the device`, device.data?.[key], value)
      }
    },
  }),

  defineCase({
    id: 'gateway-payload/pushkey-ts-in-seconds',
    title: 'The pushkey_ts, if sent, is in seconds',
    verifies: ['gateway.pushkey-ts'],
    caughtBy: ['gateway.pushkey-ts-in-milliseconds'],
    fairness:
      'The field is optional, and the case is skipped if it is missing. Clocks are not compared: only a number too large for seconds is wrong.',
    async run({ createScene }) {
      const { bob, room, pusher } = await createScene()
      const { device } = await pusher.expectPush(await bob.send(room, 'a message'))
      const { pushkey_ts: seconds } = device
      if (seconds === undefined) throw new NotApplicable('The target does not send pushkey_ts')
      expect(seconds < SECONDS_OR_MILLISECONDS, `Expected pushkey_ts to be a time in seconds, found ${seconds}`)
    },
  }),

  defineCase({
    id: 'gateway-payload/prio',
    title: 'The prio, if sent, is high or low',
    verifies: ['gateway.prio'],
    caughtBy: ['gateway.prio-invalid'],
    fairness:
      'The schema allows only these two values. The field may be omitted, which means high; then the case is skipped.',
    async run({ createScene }) {
      const { bob, room, pusher } = await createScene()
      const { notification } = await pusher.expectPush(await bob.send(room, 'a message'))
      if (notification.prio === undefined) throw new NotApplicable('The target does not send prio, which means high')
      expect(
        ['high', 'low'].includes(notification.prio),
        `Expected prio to be high or low, found "${notification.prio}"`,
      )
    },
  }),
]
