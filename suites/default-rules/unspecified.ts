import type { RuleKind } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { mentioning } from './helpers/mentioning.ts'

const LEGACY: readonly [RuleKind, string][] = [
  ['override', '.m.rule.contains_display_name'],
  ['override', '.m.rule.roomnotif'],
  ['content', '.m.rule.contains_user_name'],
]

/** Behaviour that the specification leaves to the server. */
export const unspecified = [
  defineCase({
    id: 'default-rules/legacy-mentions',
    title: 'Whether the target still has the rules that look for names in a message',
    verifies: ['default-rules.legacy-removed'],
    async run({ sharedUser }) {
      const rules = await (await sharedUser('alice')).pushRules()
      const present = LEGACY.filter(([kind, id]) => rules[kind]?.some(({ rule_id }) => rule_id === id))
      return present.length === 0
        ? 'The target has none of them'
        : `The target has ${present.map(([, id]) => id).join(', ')}`
    },
  }),

  defineCase({
    id: 'default-rules/suppress-notices-before-mentions',
    title: 'Whether a notice that mentions the user is pushed, as it matches two default rules',
    verifies: ['default-rules.order'],
    since: 'v1.7',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const notice = { ...mentioning({ user_ids: [alice.userId] }, 'a notice'), msgtype: 'm.notice' }
      const sent = await bob.send(room, notice)
      const isPushed = await pusher.isPushed(sent, { until: await bob.send(room, 'a message that notifies') })
      return `The target ${isPushed ? 'pushes it, unlike the order in the specification' : 'does not push it'}`
    },
  }),

  defineCase({
    id: 'default-rules/is-user-mention-in-an-edit',
    title: 'Whether an edit that mentions the user is pushed, as it matches two default rules',
    verifies: ['default-rules.order'],
    since: 'v1.9',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene({ group: true })
      const event_id = await bob.send(room, 'a mesage')
      const edit = await bob.send(room, {
        ...mentioning({ user_ids: [alice.userId] }, '* a message'),
        'm.new_content': mentioning({ user_ids: [alice.userId] }),
        'm.relates_to': { rel_type: 'm.replace', event_id },
      })
      const isPushed = await pusher.isPushed(edit, { until: await bob.send(room, 'a message that notifies') })
      return `The target ${isPushed ? 'pushes it' : 'does not push it, unlike the order in the specification'}`
    },
  }),
]
