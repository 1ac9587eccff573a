import type { NameNumber, UserName } from '../history.ts'
import { probeNamed } from '../model/probes.ts'
import type { StepOf } from '../steps/step-kind.ts'
import type { HistoryTarget } from './history-target.ts'
import { nameOf } from './names.ts'

/** Event of a message, as it is sent. */
export interface MessageEvent {
  type: string
  content: Record<string, unknown>
}

/** Number of display names of each user. */
const NAMES = 3

/** Returns the event of a message. No body has a word or a name by accident. */
export function messageEvent({ id, room, message }: StepOf<'send'>, target: HistoryTarget): MessageEvent {
  const { kind, word, whom, about, probe, number } = message
  const called = (user: UserName | undefined) => {
    if (user === undefined) return ''
    const present = target.displayName(room, user) ?? nameOf(user, 0)
    return number === undefined ? present : nameOf(user, (number % NAMES) as NameNumber)
  }
  const text = (body: string, others: Record<string, unknown> = {}): MessageEvent => ({
    type: 'm.room.message',
    content: { msgtype: 'm.text', body, ...others },
  })
  const related = about === undefined ? '' : target.eventId(about)
  const mentions = { user_ids: whom === undefined ? [] : [target.userId(whom)] }
  switch (kind) {
    case 'plain':
      return text('good morning')
    case 'notice':
      return text('good morning', { msgtype: 'm.notice' })
    case 'emote':
      return text('waves', { msgtype: 'm.emote' })
    case 'word':
      return text(`another ${word} please`)
    case 'display-name':
      return text(`hello ${called(whom)} there`)
    case 'localpart':
      return text(`hello ${whom === undefined ? '' : target.user(whom).localpart} there`)
    case 'at-room':
      return text('@room good morning')
    case 'user-mention':
      return text('good morning', { 'm.mentions': mentions })
    case 'room-mention':
      return text('good morning', { 'm.mentions': { room: true } })
    case 'encrypted':
      return {
        type: 'm.room.encrypted',
        content: { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'AwgAEnACgAkLmt6q', session_id: id },
      }
    case 'call':
      return {
        type: 'm.call.invite',
        content: { call_id: id, version: 0, lifetime: 60000, offer: { type: 'offer', sdp: 'v=0' } },
      }
    case 'edit':
      return text('* good evening', {
        'm.new_content': { msgtype: 'm.text', body: 'good evening' },
        'm.relates_to': { rel_type: 'm.replace', event_id: related },
      })
    case 'reaction':
      return {
        type: 'm.reaction',
        content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: related, key: id } },
      }
    case 'reply':
      return text('good point', { 'm.relates_to': { 'm.in_reply_to': { event_id: related } } })
    case 'thread':
      return text('good point', { 'm.relates_to': { rel_type: 'm.thread', event_id: related } })
    case 'name-elsewhere':
      return text('good morning', { org_plexor_name: called(whom) })
    case 'notice-mention':
      return text('good morning', { msgtype: 'm.notice', 'm.mentions': mentions })
    case 'edit-mention':
      return text('* good evening', {
        'm.mentions': mentions,
        'm.new_content': { msgtype: 'm.text', body: 'good evening', 'm.mentions': mentions },
        'm.relates_to': { rel_type: 'm.replace', event_id: related },
      })
    case 'probe': {
      const { type = 'm.room.message', contents } = probeNamed(probe ?? 'a word')
      return { ...text('good morning', contents[number ?? 0]), type }
    }
  }
}
