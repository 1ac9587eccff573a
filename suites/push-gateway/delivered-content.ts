import { defineGatewayCase } from '../harness/case/case.ts'
import type { DevicePush } from '../harness/push-gateway/test-provider.ts'
import { deviceOfEachKind, expectArrival, ON_DELIVERS } from './helpers/arrival.ts'

const FAIR = 'What a push contains is recorded, and not judged. The case fails only if no push arrives.'

/** Parts of a notification that devices receive, on which app and gateway agree. */
export const deliveredContent = [
  defineGatewayCase({
    id: 'push-gateway/content-passed-on',
    title: 'Which parts of a notification the target passes on to devices',
    verifies: ['push-gateway.content'],
    fairness: FAIR,
    async run(context) {
      const parts = {
        event_id: `$${context.unique('event')}`,
        room_id: `!${context.unique('room')}:example.org`,
        sender: `@${context.unique('sender')}:example.org`,
        sender_display_name: context.unique('a name'),
        room_name: context.unique('a room'),
        'the message': context.unique('a message'),
      }
      const { 'the message': body, ...fields } = parts
      const notice = { ...fields, content: { msgtype: 'm.text', body } }
      const seen: string[] = []
      for (const device of await deviceOfEachKind(context)) {
        await expectArrival(context, 'a notification', context.message(notice), [device], ON_DELIVERS)
        const text = textOf(await device.pushes())
        const found = Object.entries(parts).flatMap(([name, value]) => (text.includes(value) ? [name] : []))
        seen.push(`to ${device.place} it passes on ${found.length === 0 ? 'none of them' : found.join(', ')}`)
      }
      return `Of ${Object.keys(parts).join(', ')}: ${seen.join('; ')}`
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/other-devices',
    title: 'Whether a device receives the pushkeys of the other devices of its notification',
    verifies: ['push-gateway.other-devices'],
    fairness: FAIR,
    async run(context) {
      const seen: string[] = []
      for (const kind of context.kinds()) {
        const devices = await Promise.all([context.device(kind), context.device(kind)])
        await expectArrival(context, 'a notification for two devices', context.message(), devices, ON_DELIVERS)
        const [phone, tablet] = devices
        const isLeaked = textOf(await phone.pushes()).includes(tablet.pusher.pushkey)
        seen.push(`${phone.place} ${isLeaked ? 'receives' : 'does not receive'} that of the other device`)
      }
      return `A device at ${seen.join('; one at ')}`
    },
  }),
]

function textOf(pushes: readonly DevicePush[]): string {
  return JSON.stringify(pushes.map(({ payload, headers }) => [payload, headers]))
}
