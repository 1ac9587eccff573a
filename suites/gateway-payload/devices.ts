import type { Action } from '../../spec/index.ts'
import { defineCase } from '../harness/case.ts'
import { NotApplicable } from '../harness/errors.ts'
import { expect, expectEqual } from '../harness/expect.ts'

/** Far in the future as seconds, long ago as milliseconds: tells the two units apart. */
const SECONDS_OR_MILLISECONDS = 100_000_000_000

interface TweakCase {
  name: string
  title: string
  requirement: 'actions.set-tweak' | 'actions.highlight-default' | 'actions.tweaks-transparent'
  action: Action
  tweak: string
  value: unknown
}

const TWEAKS: TweakCase[] = [
  {
    name: 'sound',
    title: 'A sound that a rule sets is in the tweaks',
    requirement: 'actions.set-tweak',
    action: { set_tweak: 'sound', value: 'cakealarm.wav' },
    tweak: 'sound',
    value: 'cakealarm.wav',
  },
  {
    name: 'highlight-without-value',
    title: 'A highlight that a rule sets without a value is true in the tweaks',
    requirement: 'actions.highlight-default',
    action: { set_tweak: 'highlight' },
    tweak: 'highlight',
    value: true,
  },
  {
    name: 'highlight-with-value',
    title: 'A highlight that a rule sets to true is true in the tweaks',
    requirement: 'actions.set-tweak',
    action: { set_tweak: 'highlight', value: true },
    tweak: 'highlight',
    value: true,
  },
  {
    name: 'unknown-string',
    title: 'A tweak that no server knows is passed on as it is',
    requirement: 'actions.tweaks-transparent',
    action: { set_tweak: 'org.plexor.light', value: 'blinking' },
    tweak: 'org.plexor.light',
    value: 'blinking',
  },
  {
    name: 'unknown-number',
    title: 'A tweak with a number is passed on as a number',
    requirement: 'actions.tweaks-transparent',
    action: { set_tweak: 'org.plexor.volume', value: 7 },
    tweak: 'org.plexor.volume',
    value: 7,
  },
]

const tweaks = TWEAKS.map(({ name, title, requirement, action, tweak, value }) =>
  defineCase({
    id: `gateway-payload/tweak-${name}`,
    title,
    verifies: [requirement],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: ['notify', action] })
      const { device } = await pusher.expectPush(await bob.send(room, 'there is cake'))
      expectEqual(`the tweak ${tweak}`, device.tweaks?.[tweak], value)
    },
  }),
)

/** What a notification says about the device that it is for. */
export const devices = [
  ...tweaks,

  defineCase({
    id: 'gateway-payload/no-tweaks-without-rule',
    title: 'A rule that only notifies sets neither sound nor highlight',
    verifies: ['actions.set-tweak'],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: ['notify'] })
      const { device } = await pusher.expectPush(await bob.send(room, 'there is cake'))
      expectEqual('the sound', device.tweaks?.sound, undefined)
      expect(device.tweaks?.highlight !== true, 'Expected no highlight, found one')
    },
  }),

  defineCase({
    id: 'gateway-payload/app-id-and-pushkey',
    title: 'The device of a notification has the app_id and pushkey of the pusher',
    verifies: ['gateway.device'],
    caughtBy: ['gateway.app-id-as-pushkey'],
    async run({ scene }) {
      const { bob, room, pusher } = await scene({ pusher: { app_id: 'org.plexor.payload' } })
      const { device } = await pusher.expectPush(await bob.send(room, 'a message'))
      expectEqual('the app_id', device.app_id, 'org.plexor.payload')
      expectEqual('the pushkey', device.pushkey, pusher.pushkey)
    },
  }),

  defineCase({
    id: 'gateway-payload/data-without-url',
    title: "The device's data does not have the url of the pusher",
    verifies: ['gateway.data-without-url'],
    caughtBy: ['gateway.data-has-url'],
    async run({ scene }) {
      const { bob, room, pusher } = await scene({ pusher: { data: { custom: 'kept' } } })
      const { device } = await pusher.expectPush(await bob.send(room, 'a message'))
      expectEqual('the url in the data of the device', device.data?.url, undefined)
    },
  }),

  defineCase({
    id: 'gateway-payload/data-is-forwarded',
    title: "The device's data has the format and the custom keys of the pusher",
    verifies: ['gateway.data-forwarded'],
    caughtBy: ['gateway.format-dropped', 'gateway.custom-data-dropped'],
    async run({ scene }) {
      const data = { format: 'event_id_only', custom: { nested: ['kept', 1, true] } }
      const { bob, room, pusher } = await scene({ pusher: { data } })
      const { device } = await pusher.expectPush(await bob.send(room, 'a message'))
      expectEqual('the data of the device', device.data, data)
    },
  }),

  defineCase({
    id: 'gateway-payload/pushkey-ts-in-seconds',
    title: 'The pushkey_ts, where sent, counts in seconds',
    verifies: ['gateway.pushkey-ts'],
    caughtBy: ['gateway.pushkey-ts-in-milliseconds'],
    fairness: 'The field is optional; where it is left out, the case does not apply. Clocks are not compared.',
    async run({ scene }) {
      const { bob, room, pusher } = await scene()
      const { device } = await pusher.expectPush(await bob.send(room, 'a message'))
      const { pushkey_ts: seconds } = device
      if (seconds === undefined) throw new NotApplicable('The target does not send pushkey_ts')
      expect(seconds < SECONDS_OR_MILLISECONDS, `Expected pushkey_ts to be a time in seconds, found ${seconds}`)
    },
  }),

  defineCase({
    id: 'gateway-payload/prio',
    title: 'The prio, where sent, is high or low',
    verifies: ['gateway.prio'],
    caughtBy: ['gateway.prio-invalid'],
    async run({ scene }) {
      const { bob, room, pusher } = await scene()
      const { notification } = await pusher.expectPush(await bob.send(room, 'a message'))
      if (notification.prio === undefined) throw new NotApplicable('The target does not send prio, which means high')
      expect(
        ['high', 'low'].includes(notification.prio),
        `Expected prio to be high or low, found "${notification.prio}"`,
      )
    },
  }),
]
