import type { Device, PushNotification } from '../../spec/index.ts'
import type { JsonObject } from '../homeserver/body.ts'
import type { GatewayPolicies, PushContext } from '../homeserver/policies/gateway.ts'
import { fault } from './fault.ts'

/** Fields of a notification about an event, with the requirement that asks for each. */
const LACKING = [
  ['event_id', 'gateway.event-and-room-id'],
  ['room_id', 'gateway.event-and-room-id'],
  ['type', 'gateway.full-format'],
  ['sender', 'gateway.full-format'],
  ['content', []],
  ['sender_display_name', 'gateway.names'],
  ['room_name', 'gateway.names'],
  ['room_alias', 'gateway.names'],
] as const

/** Faults of the requests to push gateways. */
export const GATEWAY_FAULTS = [
  fault(
    'gateway.not-wrapped',
    ['schema.notify', 'gateway.endpoint'],
    'The body is the notification itself',
    'gateway',
    () => ({
      request: (notification) => notification as unknown as { notification: PushNotification },
    }),
  ),
  ...LACKING.map(([field, requirement]) =>
    fault(
      `gateway.no-${field.replaceAll('_', '-')}`,
      requirement,
      `Requests about events lack ${field}`,
      'gateway',
      lacking(field),
    ),
  ),
  fault('gateway.no-counts', 'gateway.counts-unread', 'Requests lack counts', 'gateway', lacking('counts')),
  fault(
    'gateway.no-user-is-target',
    'gateway.user-is-target',
    'Invitations are not marked as being about the user',
    'gateway',
    lacking('user_is_target'),
  ),
  fault(
    'gateway.user-is-target-always',
    'gateway.user-is-target',
    'Every event is marked as being about the user',
    'gateway',
    telling(() => ({ user_is_target: true })),
  ),
  fault(
    'gateway.content-cut',
    'gateway.content',
    'Of the content, only msgtype and body are sent',
    'gateway',
    (correct) => ({
      notification(facts, format, device) {
        const { content, ...notification } = correct.notification(facts, format, device)
        return content === undefined
          ? notification
          : { ...notification, content: keepingOnly(content, ['msgtype', 'body']) }
      },
    }),
  ),
  fault(
    'gateway.room-id-as-name',
    [],
    'Rooms without a name are named by their ID',
    'gateway',
    telling(({ room }) => ({ room_name: room.name ?? room.room_id })),
  ),
  fault(
    'gateway.alias-as-name',
    'gateway.names',
    'The name of a room is its alias',
    'gateway',
    telling(({ room }) => (room.alias === undefined ? {} : { room_name: room.alias })),
  ),
  fault(
    'gateway.prio-invalid',
    ['gateway.prio', 'schema.notify'],
    'The priority is neither high nor low',
    'gateway',
    telling(() => ({ prio: 'normal' as 'high' })),
  ),
  fault('gateway.priority-always-low', [], 'Highlights and sounds are sent with low priority', 'gateway', () => ({
    priority: () => 'low',
  })),
  fault(
    'gateway.format-ignored',
    'gateway.event-id-only-is-lean',
    'event_id_only has no effect',
    'gateway',
    (correct) => ({
      notification: (facts, _format, device) => correct.notification(facts, undefined, device),
    }),
  ),
  fault(
    'gateway.id-only-leaks-content',
    'gateway.event-id-only-is-lean',
    'event_id_only still sends the content',
    'gateway',
    telling(({ event }) => ({ content: event.content })),
  ),
  fault(
    'gateway.always-id-only',
    ['gateway.full-format', 'gateway.names'],
    'Only the event ID is sent, whatever the format',
    'gateway',
    (correct) => ({
      notification: (facts, _format, device) => correct.notification(facts, 'event_id_only', device),
    }),
  ),
  fault(
    'gateway.no-tweaks',
    'actions.set-tweak',
    'Devices lack tweaks',
    'gateway',
    tweaking(() => ({})),
  ),
  fault(
    'gateway.no-sound',
    'actions.set-tweak',
    'The sound tweak is not sent',
    'gateway',
    tweaking(({ sound: _, ...tweaks }) => tweaks),
  ),
  fault(
    'gateway.no-highlight',
    ['actions.set-tweak', 'actions.highlight-default'],
    'The highlight tweak is not sent',
    'gateway',
    tweaking(({ highlight: _, ...tweaks }) => tweaks),
  ),
  fault(
    'gateway.highlight-always',
    'actions.no-highlight',
    'Every notification is sent as a highlight',
    'gateway',
    tweaking((tweaks) => ({ ...tweaks, highlight: true })),
  ),
  fault(
    'gateway.sound-always-default',
    'actions.set-tweak',
    'Every sound is sent as the default one',
    'gateway',
    tweaking((tweaks) => ('sound' in tweaks ? { ...tweaks, sound: 'default' } : tweaks)),
  ),
  fault(
    'gateway.custom-tweaks-dropped',
    'actions.tweaks-transparent',
    'Tweaks other than sound and highlight are not sent',
    'gateway',
    tweaking((tweaks) => keepingOnly(tweaks, ['sound', 'highlight'])),
  ),
  fault(
    'gateway.tweaks-as-text',
    'actions.tweaks-transparent',
    'Tweaks are sent as strings',
    'gateway',
    tweaking((tweaks) =>
      Object.fromEntries(
        Object.entries(tweaks).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
      ),
    ),
  ),
  fault(
    'gateway.data-has-url',
    'gateway.data-without-url',
    'The data of devices holds the gateway URL',
    'gateway',
    (correct) => ({
      device: (pusher, tweaks) => ({ ...correct.device(pusher, tweaks), data: pusher.data }),
    }),
  ),
  fault(
    'gateway.data-dropped',
    ['gateway.data-without-url', 'gateway.data-forwarded'],
    'Devices have no data',
    'gateway',
    changingDevice(({ data: _, ...device }) => device),
  ),
  fault(
    'gateway.data-null',
    ['gateway.data-without-url', 'gateway.data-forwarded', 'schema.notify'],
    'The data of devices is null',
    'gateway',
    changingDevice((device) => ({ ...device, data: null as unknown as JsonObject })),
  ),
  fault(
    'gateway.format-dropped',
    ['gateway.data-forwarded', 'gateway.data-without-url'],
    'The data of devices lacks the format',
    'gateway',
    changingDevice(({ data: { format: _, ...data } = {}, ...device }) => ({ ...device, data })),
  ),
  fault(
    'gateway.custom-data-dropped',
    ['gateway.data-forwarded', 'gateway.data-without-url'],
    'The data of devices lacks custom keys',
    'gateway',
    changingDevice((device) => ({ ...device, data: keepingOnly({ ...device.data }, ['format']) })),
  ),
  fault(
    'gateway.pushkey-ts-in-milliseconds',
    'gateway.pushkey-ts',
    'pushkey_ts is in milliseconds',
    'gateway',
    changingDevice((device) => ({ ...device, pushkey_ts: (device.pushkey_ts ?? 0) * 1000 })),
  ),
  fault(
    'gateway.app-id-as-pushkey',
    'gateway.device',
    'The pushkey of devices is the app ID',
    'gateway',
    changingDevice((device) => ({ ...device, pushkey: device.app_id })),
  ),
  fault(
    'gateway.counts-in-room',
    'gateway.counts-unread',
    'counts.unread leaves out other rooms',
    'gateway',
    (correct) => ({
      counts(unread, joinedRooms) {
        const newest = unread.at(-1)?.room_id
        return correct.counts(
          unread.filter((thread) => thread.room_id === newest),
          joinedRooms,
        )
      },
    }),
  ),
  fault('gateway.counts-rooms', 'gateway.counts-unread', 'counts.unread is the number of rooms', 'gateway', () => ({
    counts(unread, joinedRooms) {
      const rooms = new Set(unread.map((thread) => thread.room_id).filter((roomId) => joinedRooms.has(roomId)))
      return rooms.size === 0 ? {} : { unread: rooms.size }
    },
  })),
  fault(
    'gateway.counts-highlights',
    'gateway.counts-unread',
    'counts.unread counts highlights alone',
    'gateway',
    () => ({
      counts: (unread) => ({ unread: unread.reduce((sum, thread) => sum + thread.highlights, 0) }),
    }),
  ),
  fault(
    'gateway.counts-left-rooms',
    'gateway.counts-unread',
    'counts.unread includes rooms that the user left',
    'gateway',
    (correct) => ({
      counts: (unread) => correct.counts(unread, new Set(unread.map((thread) => thread.room_id))),
    }),
  ),
  fault(
    'gateway.counts-zero',
    'gateway.zero-counts-omitted',
    'counts.unread is sent when it is zero',
    'gateway',
    (correct) => ({
      counts: (unread, joinedRooms) => ({ unread: 0, ...correct.counts(unread, joinedRooms) }),
    }),
  ),
  fault('gateway.no-badge', 'gateway.counts-alone', 'Gateways are not told of lowered counts', 'gateway', () => ({
    badge: () => undefined,
  })),
  fault(
    'gateway.first-pusher-only',
    'pushers.many-per-user',
    'Only the first pusher of a user is sent anything',
    'gateway',
    (correct) => ({
      targets: (pushers) => correct.targets(pushers).slice(0, 1),
    }),
  ),
  fault('gateway.nothing-sent', 'gateway.endpoint', 'No pusher is sent anything', 'gateway', () => ({
    targets: () => [],
  })),
]

type GatewayChange = (correct: GatewayPolicies) => Partial<GatewayPolicies>

/** Leaves a field out of notifications about events. */
function lacking(field: keyof PushNotification): GatewayChange {
  return (correct) => ({
    notification(facts, format, device) {
      const { [field]: _, ...rest } = correct.notification(facts, format, device)
      return rest as PushNotification
    },
  })
}

/** Says something else in notifications about events. */
function telling(change: (facts: PushContext) => Partial<PushNotification>): GatewayChange {
  return (correct) => ({
    notification: (facts, format, device) => ({ ...correct.notification(facts, format, device), ...change(facts) }),
  })
}

function tweaking(change: (tweaks: Record<string, unknown>) => Record<string, unknown>): GatewayChange {
  return changingDevice((device) =>
    device.tweaks === undefined ? device : { ...device, tweaks: change(device.tweaks) },
  )
}

function changingDevice(change: (device: Device) => Device): GatewayChange {
  return (correct) => ({ device: (pusher, tweaks) => change(correct.device(pusher, tweaks)) })
}

function keepingOnly(values: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)))
}
