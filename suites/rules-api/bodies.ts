import type { OperationId, RuleKind } from '../../spec/index.ts'
import { type CaseDefinition, defineCase } from '../harness/case/case.ts'
import { expectEqual, expectRefused } from '../harness/case/expect.ts'
import { quote } from '../harness/evidence/quote.ts'
import { errcodeOf } from '../harness/target/errcode.ts'
import { isListed } from './only-rule.ts'

/** What the endpoints that take a body are for. */
const ENDPOINTS = { putPushRule: 'rules', putPushRuleEnabled: 'enabled', putPushRuleActions: 'actions' } as const

/** Bodies that say too little, or what no server knows. */
export const bodies = [
  ...(
    [
      ['override', { conditions: [] }],
      ['content', { pattern: 'tea' }],
    ] as const
  ).map(([kind, body]) =>
    defineCase({
      id: `push-rules-api/${kind}-without-actions`,
      title: `A rule of the kind ${kind} without actions is refused with 400, and not stored`,
      verifies: ['rules.actions-required'],
      caughtBy: ['rules.missing-actions-accepted', 'rules.malformed-is-500'],
      fairness:
        'The schema requires actions, and 400 is the status that the endpoint lists for a rule that cannot be set up as it was sent. Any errcode will do.',
      async run({ user }) {
        const alice = await user('alice')
        expectEqual('the status of the answer', (await alice.tryPutRule(kind, 'tea', body)).status, 400)
        expectEqual('whether the rule is listed', await isListed(alice, kind, 'tea'), false)
      },
    }),
  ),

  responsesToPut({
    id: 'push-rules-api/content-without-pattern',
    title: 'What the target answers to a content rule without a pattern',
    verifies: ['rules.content-without-pattern'],
    kind: 'content',
    body: { actions: ['notify'] },
  }),

  responsesToPut({
    id: 'push-rules-api/unknown-action',
    title: 'What the target answers to a rule with an action that it does not know',
    verifies: ['rules.unknown-action'],
    kind: 'content',
    body: { pattern: 'tea', actions: ['notify', 'org.plexor.unheard_of'] },
  }),

  responsesToPut({
    id: 'push-rules-api/unknown-condition',
    title: 'What the target answers to a rule with a condition that it does not know',
    verifies: ['rules.unknown-action'],
    kind: 'override',
    body: { conditions: [{ kind: 'org.plexor.unheard_of' }], actions: ['notify'] },
  }),

  responsesToPut({
    id: 'push-rules-api/room-rule-for-no-room',
    title: 'What the target answers to a room rule whose rule_id is no room ID',
    verifies: ['rules.room-rule-ids'],
    kind: 'room',
    body: { actions: ['notify'] },
  }),

  responsesToPut({
    id: 'push-rules-api/sender-rule-for-no-user',
    title: 'What the target answers to a sender rule whose rule_id is no user ID',
    verifies: ['rules.room-rule-ids'],
    kind: 'sender',
    body: { actions: ['notify'] },
  }),

  defineCase({
    id: 'push-rules-api/unknown-kind',
    title: 'What the target answers to a rule of a kind that there is not',
    verifies: ['rules.unknown-kind'],
    async run({ user }) {
      const alice = await user('alice')
      const { status } = await alice.client.probe('PUT', '/pushrules/global/unheard_of/tea', { actions: [] })
      return `The target answers ${status}`
    },
  }),

  responsesToChange({
    id: 'push-rules-api/enabled-malformed',
    title: 'What the target answers when enabled is missing or no boolean',
    verifies: ['rules.enabled-malformed'],
    operationId: 'putPushRuleEnabled',
    bodies: [{}, { enabled: null }, { enabled: 'false' }, { enabled: 0 }],
  }),

  responsesToChange({
    id: 'push-rules-api/actions-malformed',
    title: 'What the target answers when actions is missing or no list',
    verifies: ['rules.actions-malformed'],
    operationId: 'putPushRuleActions',
    bodies: [{}, { actions: null }, { actions: 'notify' }],
  }),

  defineCase({
    id: 'push-rules-api/bad-json-errcode',
    title: 'With which errcode a rule without actions is refused',
    verifies: ['errors.bad-json'],
    async run({ user }) {
      const alice = await user('alice')
      const { status, body } = await alice.tryPutRule('override', 'tea', { conditions: [] })
      return `The target answers ${status} with the errcode ${quote(errcodeOf(body))}`
    },
  }),

  ...(['putPushRule', 'putPushRuleEnabled', 'putPushRuleActions'] as const).map((operationId) =>
    defineCase({
      id: `push-rules-api/${ENDPOINTS[operationId]}-not-json`,
      title: `A body that is no JSON is refused with M_NOT_JSON by the endpoint for ${ENDPOINTS[operationId]}`,
      verifies: ['errors.not-json'],
      caughtBy: ['errors.not-json-as-bad-json'],
      fairness:
        'The body breaks off in its middle and the rule exists, so nothing else can be wrong with the request; of the common codes M_NOT_JSON alone is for that, and any 4xx status will do. As no sentence demands the code here, another one is a warning.',
      async run({ user }) {
        const alice = await user('alice')
        await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
        const path = { kind: 'content', ruleId: 'tea' }
        const response = await alice.client.call(operationId, { path, rawBody: '{"enabled": false, "actions": [' })
        expectRefused('a body that is no JSON', response.status)
        expectEqual('the errcode', errcodeOf(response.body), 'M_NOT_JSON')
      },
    }),
  ),
]

interface PutVariant extends Pick<CaseDefinition, 'id' | 'title' | 'verifies'> {
  kind: RuleKind
  body: unknown
}

/** A case that only records what the target does with a rule. */
function responsesToPut({ kind, body, ...definition }: PutVariant) {
  return defineCase({
    ...definition,
    async run({ user }) {
      const alice = await user('alice')
      const { status } = await alice.tryPutRule(kind, 'tea', body)
      const listed = await isListed(alice, kind, 'tea')
      return `The target answers ${status}, and ${listed ? 'lists' : 'does not list'} the rule`
    },
  })
}

interface ChangeVariant extends Pick<CaseDefinition, 'id' | 'title' | 'verifies'> {
  operationId: OperationId
  bodies: unknown[]
}

/** A case that only records what the target answers to changes of a rule that say nothing sensible. */
function responsesToChange({ operationId, bodies, ...definition }: ChangeVariant) {
  return defineCase({
    ...definition,
    async run({ user }) {
      const alice = await user('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      const responses: string[] = []
      for (const body of bodies) {
        const path = { kind: 'content', ruleId: 'tea' }
        const { status } = await alice.client.call(operationId, { path, body, deliberate: true })
        responses.push(`${status} to ${quote(body)}`)
      }
      return `The target answers ${responses.join(', ')}`
    },
  })
}
