import type { JsonObject } from '../homeserver/body.ts'
import { MAIN_THREAD } from '../homeserver/rooms/thread.ts'
import { type Fault, fault } from './fault.ts'
import { countingInvitations, countingRooms, keepingReadThreads } from './helpers/badge.ts'
import { ofFirstPush, ofPreviousPush, pick, withDevice, withFields, withoutField } from './helpers/payload.ts'

/** Faults of the body of push requests. */
export const PAYLOAD_FAULTS: readonly Fault[] = [
  fault({
    name: 'payload.no-counts',
    breaks: ['payload.unread-count'],
    summary: 'Requests lack counts',
    changes: { payload: withoutField('counts') },
  }),
  fault({
    name: 'payload.no-user-is-target',
    breaks: ['payload.user-is-target'],
    summary: 'Invitations are not marked as being about the user',
    changes: { payload: withoutField('user_is_target') },
  }),
  fault({
    name: 'payload.user-is-target-always',
    breaks: ['payload.user-is-target-value'],
    summary: 'Every event is marked as being about the user',
    changes: { payload: withFields(() => ({ user_is_target: true })) },
  }),
  fault({
    name: 'payload.user-is-target-of-all-members',
    breaks: ['payload.user-is-target-value'],
    summary: 'Every membership event is marked as being about the user',
    changes: { payload: withFields(({ event }) => (event.type === 'm.room.member' ? { user_is_target: true } : {})) },
  }),
  fault({
    name: 'payload.user-is-target-never',
    breaks: ['payload.user-is-target-value'],
    summary: 'Invitations are marked as not being about the user',
    changes: { payload: withFields(() => ({ user_is_target: false })) },
  }),
  fault({
    name: 'payload.type-of-message',
    breaks: ['payload.type-and-sender'],
    summary: 'The type of every event is m.room.message',
    changes: { payload: withFields(() => ({ type: 'm.room.message' })) },
  }),
  fault({
    name: 'payload.recipient-as-sender',
    breaks: ['payload.type-and-sender'],
    summary: 'The sender of an event is the user who is notified',
    changes: { payload: withFields(({ user_id }) => ({ sender: user_id })) },
  }),
  fault({
    name: 'payload.sender-of-another-event',
    breaks: ['payload.type-and-sender'],
    summary: 'The sender of an event is that of the previous event in the room',
    changes: { payload: ofPreviousPush('sender', ({ room }) => room.room_id) },
  }),
  fault({
    name: 'payload.display-name-of-another-member',
    breaks: ['payload.sender-display-name'],
    summary: 'The display name of the sender is that of another member',
    changes: {
      payload: withFields(({ event, room }) => {
        const others = room.members.filter(({ user_id }) => user_id !== event.sender)
        const name = others.find(({ display_name }) => typeof display_name === 'string')?.display_name
        return typeof name === 'string' ? { sender_display_name: name } : {}
      }),
    },
  }),
  fault({
    name: 'payload.display-name-of-another-event',
    breaks: ['payload.sender-display-name'],
    summary: 'The display name of the sender is that of the previous event of the user',
    changes: { payload: ofPreviousPush('sender_display_name', ({ user_id }) => user_id) },
  }),
  fault({
    name: 'payload.room-name-of-another-event',
    breaks: ['payload.room-name'],
    summary: 'The name of the room is that of the previous event of the user',
    changes: { payload: ofPreviousPush('room_name', ({ user_id }) => user_id) },
  }),
  fault({
    name: 'payload.room-alias-of-another-event',
    breaks: ['payload.room-alias'],
    summary: 'The alias of the room is that of the previous event of the user',
    changes: { payload: ofPreviousPush('room_alias', ({ user_id }) => user_id) },
  }),
  fault({
    name: 'payload.names-never-change',
    breaks: ['payload.sender-display-name', 'payload.room-name'],
    summary: 'The name of a room and the display names of senders are those of the first event that was pushed',
    changes: {
      payload: (correct) => {
        const names = ofFirstPush('sender_display_name', ({ event }) => event.sender)(correct)
        return ofFirstPush('room_name', ({ room }) => room.room_id)({ ...correct, ...names })
      },
    },
  }),
  fault({
    name: 'payload.content-truncated',
    breaks: ['payload.content'],
    summary: 'Only msgtype and body of the content are sent',
    changes: {
      payload: (correct) => ({
        notification(context, format, device) {
          const { content, ...notification } = correct.notification(context, format, device)
          return content === undefined ? notification : { ...notification, content: pick(content, ['msgtype', 'body']) }
        },
      }),
    },
  }),
  fault({
    name: 'payload.room-id-as-name',
    breaks: [],
    summary: 'The name of a room without a name is its ID',
    changes: { payload: withFields(({ room }) => ({ room_name: room.name ?? room.room_id })) },
  }),
  fault({
    name: 'payload.alias-as-name',
    breaks: ['payload.room-name'],
    summary: 'The name of a room is its alias',
    changes: { payload: withFields(({ room }) => (room.alias === undefined ? {} : { room_name: room.alias })) },
  }),
  fault({
    name: 'payload.prio-invalid',
    breaks: ['payload.prio', 'schema.notify'],
    summary: 'The priority is neither high nor low',
    changes: { payload: withFields(() => ({ prio: 'normal' as 'high' })) },
  }),
  fault({
    name: 'payload.prio-always-low',
    breaks: [],
    summary: 'Highlights and sounds are sent with low priority',
    changes: {
      payload: () => ({
        priority: () => 'low',
      }),
    },
  }),
  fault({
    name: 'payload.event-id-only-ignored',
    breaks: ['payload.event-id-only-without-content'],
    summary: 'event_id_only has no effect',
    changes: {
      payload: (correct) => ({
        notification: (context, _format, device) => correct.notification(context, undefined, device),
      }),
    },
  }),
  fault({
    name: 'payload.event-id-only-leaks-content',
    breaks: ['payload.event-id-only-without-content'],
    summary: 'event_id_only still sends the content',
    changes: { payload: withFields(({ event }) => ({ content: event.content })) },
  }),
  fault({
    name: 'payload.always-event-id-only',
    breaks: ['payload.full-format', 'payload.names'],
    summary: 'Only the event ID is sent, whatever the format',
    changes: {
      payload: (correct) => ({
        notification: (context, _format, device) => correct.notification(context, 'event_id_only', device),
      }),
    },
  }),
  fault({
    name: 'payload.data-has-url',
    breaks: ['payload.data-without-url'],
    summary: 'The data of devices contains the gateway URL',
    changes: {
      payload: (correct) => ({
        device: (pusher, tweaks) => ({ ...correct.device(pusher, tweaks), data: pusher.data }),
      }),
    },
  }),
  fault({
    name: 'payload.data-dropped',
    breaks: ['payload.data-without-url', 'payload.data-forwarded'],
    summary: 'Devices have no data',
    changes: { payload: withDevice(({ data: _, ...device }) => device) },
  }),
  fault({
    name: 'payload.data-null',
    breaks: ['payload.data-without-url', 'payload.data-forwarded', 'schema.notify'],
    summary: 'The data of devices is null',
    changes: { payload: withDevice((device) => ({ ...device, data: null as unknown as JsonObject })) },
  }),
  fault({
    name: 'payload.format-dropped',
    breaks: ['payload.data-forwarded', 'payload.data-without-url'],
    summary: 'The data of devices lacks the format',
    changes: { payload: withDevice(({ data: { format: _, ...data } = {}, ...device }) => ({ ...device, data })) },
  }),
  fault({
    name: 'payload.custom-data-dropped',
    breaks: ['payload.data-forwarded', 'payload.data-without-url'],
    summary: 'The data of devices lacks custom keys',
    changes: { payload: withDevice((device) => ({ ...device, data: pick({ ...device.data }, ['format']) })) },
  }),
  fault({
    name: 'payload.data-with-additions',
    breaks: ['payload.data-additions'],
    summary: 'The data of devices has a default_payload that is null, which the pusher does not have',
    changes: { payload: withDevice((device) => ({ ...device, data: { default_payload: null, ...device.data } })) },
  }),
  fault({
    name: 'payload.pushkey-ts-zero',
    breaks: ['payload.pushkey-ts'],
    summary: 'pushkey_ts is zero',
    changes: { payload: withDevice((device) => ({ ...device, pushkey_ts: 0 })) },
  }),
  fault({
    name: 'payload.pushkey-ts-in-milliseconds',
    breaks: ['payload.pushkey-ts'],
    summary: 'pushkey_ts is in milliseconds',
    changes: { payload: withDevice((device) => ({ ...device, pushkey_ts: (device.pushkey_ts ?? 0) * 1000 })) },
  }),
  fault({
    name: 'payload.app-id-as-pushkey',
    breaks: ['payload.device'],
    summary: 'The pushkey of devices is the app ID',
    changes: { payload: withDevice((device) => ({ ...device, pushkey: device.app_id })) },
  }),
  fault({
    name: 'payload.counts-of-one-room',
    breaks: ['payload.unread-count'],
    summary: 'counts.unread only counts the room of the event',
    changes: {
      payload: (correct) => ({
        counts(unread, ...others) {
          const newest = unread.at(-1)?.room_id
          return correct.counts(
            unread.filter((thread) => thread.room_id === newest),
            ...others,
          )
        },
      }),
    },
  }),
  fault({
    name: 'payload.counts-number-of-rooms',
    breaks: ['payload.unread-count'],
    summary: 'counts.unread is the number of rooms',
    changes: {
      payload: () => ({
        counts(unread, joinedRooms) {
          const rooms = new Set(unread.map((thread) => thread.room_id).filter((roomId) => joinedRooms.has(roomId)))
          return rooms.size === 0 ? {} : { unread: rooms.size }
        },
      }),
    },
  }),
  fault({
    name: 'payload.counts-highlights-only',
    breaks: ['payload.unread-count'],
    summary: 'counts.unread only counts highlights',
    changes: {
      payload: () => ({
        counts: (unread) => ({ unread: unread.reduce((sum, thread) => sum + thread.highlights, 0) }),
      }),
    },
  }),
  fault({
    name: 'payload.counts-include-left-rooms',
    breaks: ['payload.unread-count'],
    summary: 'counts.unread includes rooms that the user left',
    changes: {
      payload: (correct) => ({
        counts: (unread, _joined, stays) =>
          correct.counts(unread, new Set(unread.map((thread) => thread.room_id)), stays),
      }),
    },
  }),
  fault({
    name: 'payload.counts-include-rooms-just-left',
    breaks: ['payload.unread-count', 'receipts.sending-marks-read'],
    summary: 'counts.unread includes what was unread in rooms that the user has left by themselves',
    changes: {
      receipts: (correct) => ({
        readBySending: (event) => (event.content.membership === 'leave' ? undefined : correct.readBySending(event)),
      }),
      payload: countingRooms(({ membership, before }) => membership === 'leave' && before === 'join'),
    },
  }),
  fault({
    name: 'payload.counts-include-banned-rooms',
    breaks: ['payload.unread-count'],
    summary: 'counts.unread includes rooms that the user is banned from',
    changes: { payload: countingRooms(({ membership }) => membership === 'ban') },
  }),
  fault({
    name: 'payload.counts-include-forgotten-rooms',
    breaks: ['payload.unread-count'],
    summary: 'counts.unread includes rooms that the user has forgotten',
    changes: { payload: countingRooms(({ isForgotten }) => isForgotten) },
  }),
  fault({
    name: 'payload.counts-include-invitations',
    breaks: ['payload.waiting-invitations'],
    summary: 'counts.unread includes waiting invitations',
    changes: {
      payload: countingInvitations(({ membership, isFromIgnored }) => membership === 'invite' && !isFromIgnored),
    },
  }),
  fault({
    name: 'payload.counts-include-ignored-invitations',
    breaks: ['payload.unread-count'],
    summary: 'counts.unread includes invitations from ignored users',
    changes: { payload: countingInvitations(({ isFromIgnored }) => isFromIgnored) },
  }),
  fault({
    name: 'payload.counts-include-declined-invitations',
    breaks: ['payload.unread-count'],
    summary: 'counts.unread includes invitations that were declined or withdrawn',
    changes: {
      payload: countingInvitations(({ membership, before }) => membership === 'leave' && before === 'invite'),
    },
  }),
  fault({
    name: 'payload.counts-include-banned-invitations',
    breaks: ['payload.unread-count'],
    summary: 'counts.unread includes invitations to rooms that the user was banned from since',
    changes: { payload: countingInvitations(({ membership, before }) => membership === 'ban' && before === 'invite') },
  }),
  fault({
    name: 'payload.counts-without-threads',
    breaks: ['payload.unread-count'],
    summary: 'counts.unread only counts the main timeline of each room',
    span: { since: 'v1.4' },
    changes: {
      payload: (correct) => ({
        counts: (unread, ...others) =>
          correct.counts(
            unread.filter(({ thread_id }) => thread_id === MAIN_THREAD),
            ...others,
          ),
      }),
    },
  }),
  fault({
    name: 'payload.counts-keep-read-threads',
    breaks: ['payload.unread-count'],
    summary: 'counts.unread still counts a thread after it was read',
    span: { since: 'v1.4' },
    changes: { payload: keepingReadThreads },
  }),
  fault({
    name: 'payload.counts-with-zero',
    breaks: ['payload.zero-counts-omitted'],
    summary: 'counts.unread is sent when it is zero',
    changes: {
      payload: (correct) => ({
        counts: (...args) => ({ unread: 0, ...correct.counts(...args) }),
      }),
    },
  }),
  fault({
    name: 'payload.no-badge-updates',
    breaks: ['payload.counts-only'],
    summary: 'Lowered counts are not pushed',
    changes: {
      payload: () => ({
        badge: () => undefined,
      }),
    },
  }),
  fault({
    name: 'payload.no-event-id',
    breaks: ['payload.event-and-room-id'],
    summary: 'Requests about events lack event_id',
    changes: { payload: withoutField('event_id') },
  }),
  fault({
    name: 'payload.no-room-id',
    breaks: ['payload.event-and-room-id'],
    summary: 'Requests about events lack room_id',
    changes: { payload: withoutField('room_id') },
  }),
  fault({
    name: 'payload.no-type',
    breaks: ['payload.full-format'],
    summary: 'Requests about events lack type',
    changes: { payload: withoutField('type') },
  }),
  fault({
    name: 'payload.no-sender',
    breaks: ['payload.full-format'],
    summary: 'Requests about events lack sender',
    changes: { payload: withoutField('sender') },
  }),
  fault({
    name: 'payload.no-content',
    breaks: [],
    summary: 'Requests about events lack content',
    changes: { payload: withoutField('content') },
  }),
  fault({
    name: 'payload.no-sender-display-name',
    breaks: ['payload.names'],
    summary: 'Requests about events lack sender_display_name',
    changes: { payload: withoutField('sender_display_name') },
  }),
  fault({
    name: 'payload.no-room-name',
    breaks: ['payload.names'],
    summary: 'Requests about events lack room_name',
    changes: { payload: withoutField('room_name') },
  }),
  fault({
    name: 'payload.no-room-alias',
    breaks: ['payload.names'],
    summary: 'Requests about events lack room_alias',
    changes: { payload: withoutField('room_alias') },
  }),
]
