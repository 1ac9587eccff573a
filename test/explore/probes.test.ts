import t from 'tap'
import { PROBE_NAMES, probeNamed, probesFor } from '../../explore/model/probes.ts'
import type { PushEvent } from '../../reference/rules/index.ts'
import { compile } from '../../reference/rules/index.ts'

// Conditions, and messages that they tell apart.

/** Probes whose condition holds for none of their messages. */
const NEVER: readonly string[] = ['a length']

for (const name of PROBE_NAMES) {
  const { since, pattern, condition, contents } = probeNamed(name)
  const about = condition ?? { kind: 'event_match', key: 'content.body', pattern: pattern ?? '' }

  t.test(`a probe of ${name} has a condition and messages at ${since}`, async (t) => {
    const rules = { override: [{ rule_id: 'one', default: false, enabled: true, conditions: [about], actions: [] }] }
    const compiled = compile(rules, { specVersion: since })
    const matched = contents.filter(
      (content) => compiled.evaluate(eventWith(content), { memberCount: 2 }) !== undefined,
    )
    // Some conditions never hold, and are there for that
    t.ok(matched.length < contents.length)
    t.equal(matched.length > 0, !NEVER.includes(name), `${matched.length} of ${contents.length} match`)
  })

  t.test(`no message of a probe of ${name} has a word or a name`, async (t) => {
    t.notMatch(JSON.stringify(contents), /teapot|biscuit|lighthouse|amber|basil|clover|@room/i)
  })
}

function eventWith(content: Record<string, unknown>): PushEvent {
  return {
    type: 'm.room.message',
    sender: '@bob:example.org',
    room_id: '!room:example.org',
    content: { msgtype: 'm.text', body: 'good morning', ...content },
  }
}

t.test('content rules have patterns, and old versions only what is certain in them', async (t) => {
  t.strictSame(probesFor('v1.1', { patternsOnly: false }), [])
  t.notOk(probesFor('v1.6', { patternsOnly: false }).includes('the value true'))
  t.ok(probesFor('v1.19', { patternsOnly: true }).every((name) => probeNamed(name).pattern !== undefined))
})
