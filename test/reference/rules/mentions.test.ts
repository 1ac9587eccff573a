import t from 'tap'
import { compile } from '../../../reference/rules/index.ts'
import type { Ruleset } from '../../../spec/index.ts'
import type { SpecVersion } from '../../../spec/versions.ts'
import { message, userRule } from './support.ts'

/** The default rules about mentions, those that guess from the body last. */
const ruleset: Ruleset = {
  override: [
    rule('.m.rule.is_user_mention', [
      { kind: 'event_property_contains', key: 'content.m\\.mentions.user_ids', value: '@alice:hs' },
    ]),
    rule('.m.rule.is_room_mention', [
      { kind: 'event_property_is', key: 'content.m\\.mentions.room', value: true },
      { kind: 'sender_notification_permission', key: 'room' },
    ]),
    rule('.m.rule.contains_display_name', [{ kind: 'contains_display_name' }]),
    rule('.m.rule.roomnotif', [
      { kind: 'event_match', key: 'content.body', pattern: '@room' },
      { kind: 'sender_notification_permission', key: 'room' },
    ]),
  ],
  content: [userRule('.m.rule.contains_user_name', { default: true, pattern: 'alice' })],
}

function rule(ruleId: string, conditions: NonNullable<Ruleset['override']>[number]['conditions'] & object) {
  return userRule(ruleId, { default: true, conditions })
}

function matched(content: object, specVersion: SpecVersion, senderLevel = 50): string | undefined {
  const room = { memberCount: 3, displayName: 'Wonder Girl', powerLevels: { users: { '@bob:hs': senderLevel } } }
  return compile(ruleset, { specVersion }).evaluate(message(content), room)?.rule.rule_id
}

const guesses: [body: string, ruleId: string][] = [
  ['hello Wonder Girl', '.m.rule.contains_display_name'],
  ['hello @room', '.m.rule.roomnotif'],
  ['hello alice', '.m.rule.contains_user_name'],
]

t.test('mentions are guessed from the body of an event without m.mentions', async (t) => {
  for (const specVersion of ['seed', 'v1.6', 'v1.7', 'v1.16'] satisfies SpecVersion[]) {
    for (const [body, ruleId] of guesses) t.equal(matched({ body }, specVersion), ruleId, `${specVersion}: ${body}`)
  }
})

t.test('since v1.7 they are not guessed if the event has m.mentions, with any value', async (t) => {
  for (const mentions of [{}, { user_ids: [] }, null, false, 'no', []]) {
    for (const [body, ruleId] of guesses) {
      const content = { body, 'm.mentions': mentions }
      t.equal(matched(content, 'v1.6'), ruleId, `v1.6: ${JSON.stringify(content)}`)
      for (const specVersion of ['v1.7', 'v1.16'] satisfies SpecVersion[]) {
        t.equal(matched(content, specVersion), undefined, `${specVersion}: ${JSON.stringify(content)}`)
      }
    }
  }
})

t.test('a user mention names the user among the user_ids', async (t) => {
  const cases: [userIds: unknown, mentioned: boolean][] = [
    [['@alice:hs'], true],
    [['@eve:hs', '@alice:hs'], true],
    [[null, true, {}, [], '@alice:hs'], true],
    [[], false],
    [['@eve:hs'], false],
    [['@Alice:hs'], false],
    [['@alice:hs2'], false],
    [[['@alice:hs']], false],
    ['@alice:hs', false],
    [{ '@alice:hs': true }, false],
    [null, false],
    [undefined, false],
  ]
  for (const [userIds, mentioned] of cases) {
    const expected = mentioned ? '.m.rule.is_user_mention' : undefined
    t.equal(matched({ 'm.mentions': { user_ids: userIds } }, 'v1.19'), expected, JSON.stringify(userIds))
  }
  t.equal(matched({ user_ids: ['@alice:hs'] }, 'v1.19'), undefined, 'outside of m.mentions')
})

t.test('a room mention must be true, and from a sender with the power level', async (t) => {
  t.equal(matched({ 'm.mentions': { room: true } }, 'v1.19'), '.m.rule.is_room_mention')
  t.equal(matched({ 'm.mentions': { room: true } }, 'v1.19', 49), undefined)
  for (const room of [false, null, 1, 'true', [true], {}]) {
    t.equal(matched({ 'm.mentions': { room } }, 'v1.19'), undefined, JSON.stringify(room))
  }
})

t.test('a rule of a user is not a guess, whatever it matches', async (t) => {
  const compiled = compile({ content: [userRule('mine', { pattern: 'alice' })] }, { specVersion: 'v1.7' })
  const outcome = compiled.evaluate(message({ body: 'alice', 'm.mentions': {} }), { memberCount: 3 })
  t.equal(outcome?.rule.rule_id, 'mine')
})
