import { quote } from '../../common/text.ts'
import type { OperationId, RuleKind } from '../../spec/index.ts'
import { type CaseDefinition, defineCase } from '../harness/case/case.ts'
import { expectStatus } from '../harness/case/expect.ts'
import { expectNotListed, isListed, onlyRule } from './helpers/listed-rule.ts'

const TEA = { pattern: 'tea', actions: ['notify'] }

/** Incomplete bodies, and bodies with unknown values. */
export const requestBodies = [
  ...(
    [
      ['override', { conditions: [] }],
      ['content', { pattern: 'tea' }],
    ] as const
  ).map(([kind, body]) =>
    defineCase({
      id: `rules-api/${kind}-without-actions`,
      title: `A rule of kind ${kind} without actions is refused with 400 and not stored`,
      verifies: ['rules-api.actions-required'],
      caughtBy: ['rules-api.missing-actions-accepted', 'rules-api.malformed-is-500'],
      fairness:
        'The schema requires actions, and the endpoint lists status 400 for a rule that cannot be set up as sent. Any errcode passes.',
      async run({ sharedUser }) {
        const alice = await sharedUser('alice')
        expectStatus(await alice.tryPutRule(kind, 'tea', body), 400, 'the rule has no actions')
        await expectNotListed(alice, kind, 'tea', 'it has no actions, so it was refused')
      },
    }),
  ),

  defineCase({
    id: 'rules-api/rule-id-in-body',
    title: 'A rule has the rule_id of the path, whatever the body of its request says',
    verifies: ['rules-api.put-creates', 'rules-api.kind-and-id'],
    caughtBy: ['rules-api.rule-id-taken-from-body'],
    fairness: 'The path names the rule, and the body has no such key. A target may refuse the key, or ignore it.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const { status } = await alice.tryPutRule('content', 'tea', { ...TEA, rule_id: 'coffee' })
      if (status >= 400 && status < 500) return
      await onlyRule(alice, 'content', 'tea')
      await expectNotListed(alice, 'content', 'coffee', 'only the body of the request had this rule_id')
    },
  }),

  responsesToPut({
    id: 'rules-api/content-without-pattern',
    title: 'How the target responds to a content rule without a pattern',
    verifies: ['rules-api.content-without-pattern'],
    kind: 'content',
    body: { actions: ['notify'] },
  }),

  responsesToPut({
    id: 'rules-api/unknown-action',
    title: 'How the target responds to a rule with an unknown action',
    verifies: ['rules-api.unknown-action'],
    kind: 'content',
    body: { pattern: 'tea', actions: ['notify', 'org.plexor.unheard_of'] },
  }),

  responsesToPut({
    id: 'rules-api/unknown-condition',
    title: 'How the target responds to a rule with an unknown condition',
    verifies: ['rules-api.unknown-action'],
    kind: 'override',
    body: { conditions: [{ kind: 'org.plexor.unheard_of' }], actions: ['notify'] },
  }),

  responsesToPut({
    id: 'rules-api/room-rule-with-invalid-room-id',
    title: 'How the target responds to a room rule whose rule_id is not a room ID',
    verifies: ['rules-api.room-and-sender-rule-ids'],
    kind: 'room',
    body: { actions: ['notify'] },
  }),

  responsesToPut({
    id: 'rules-api/sender-rule-with-invalid-user-id',
    title: 'How the target responds to a sender rule whose rule_id is not a user ID',
    verifies: ['rules-api.room-and-sender-rule-ids'],
    kind: 'sender',
    body: { actions: ['notify'] },
  }),

  defineCase({
    id: 'rules-api/unknown-kind',
    title: 'How the target responds to a rule of an unknown kind',
    verifies: ['rules-api.unknown-kind'],
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const { status } = await alice.client.probe('PUT', '/pushrules/global/unheard_of/tea', { actions: [] })
      return `The target responds with ${status}`
    },
  }),

  responsesToChange({
    id: 'rules-api/enabled-malformed',
    title: 'How the target responds if enabled is missing or not a boolean',
    verifies: ['rules-api.enabled-malformed'],
    operationId: 'putPushRuleEnabled',
    bodies: [{}, { enabled: null }, { enabled: 'false' }, { enabled: 0 }],
  }),

  responsesToChange({
    id: 'rules-api/actions-malformed',
    title: 'How the target responds if actions is missing or not an array',
    verifies: ['rules-api.actions-malformed'],
    operationId: 'putPushRuleActions',
    bodies: [{}, { actions: null }, { actions: 'notify' }],
  }),
]

interface PutCase extends Pick<CaseDefinition, 'id' | 'title' | 'verifies'> {
  kind: RuleKind
  body: unknown
}

/** Defines a case that only records how the target treats a rule. */
function responsesToPut({ kind, body, ...definition }: PutCase) {
  return defineCase({
    ...definition,
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const { status } = await alice.tryPutRule(kind, 'tea', body)
      const listed = await isListed(alice, kind, 'tea')
      return `The target responds with ${status} and ${listed ? 'lists' : 'does not list'} the rule`
    },
  })
}

interface ChangeCase extends Pick<CaseDefinition, 'id' | 'title' | 'verifies'> {
  operationId: OperationId
  bodies: unknown[]
}

/** Defines a case that only records the target's responses to malformed changes of a rule. */
function responsesToChange({ operationId, bodies, ...definition }: ChangeCase) {
  return defineCase({
    ...definition,
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      const responses: string[] = []
      for (const body of bodies) {
        const path = { kind: 'content', ruleId: 'tea' }
        const { status } = await alice.client.call(operationId, { path, body, deliberate: true })
        responses.push(`${status} to ${quote(body)}`)
      }
      return `The target responds with ${responses.join(', ')}`
    },
  })
}
