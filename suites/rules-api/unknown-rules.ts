import type { OperationId } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectEqual, expectRefused, expectStatus } from '../harness/case/expect.ts'
import { errcodeOf } from '../harness/target/body.ts'
import { expectNotListed } from './helpers/listed-rule.ts'

interface Request {
  operationId: OperationId
  name: string
  title: string
  requirement: string
  caughtBy: readonly string[]
  body?: unknown
}

const REQUESTS: Request[] = [
  {
    operationId: 'getPushRule',
    name: 'read',
    title: 'Reading',
    requirement: 'rules-api.get-unknown',
    caughtBy: ['rules-api.unknown-is-400', 'rules-api.unknown-as-empty'],
  },
  {
    operationId: 'deletePushRule',
    name: 'delete',
    title: 'Deleting',
    requirement: 'rules-api.delete-unknown',
    caughtBy: ['rules-api.delete-of-unknown-accepted', 'rules-api.unknown-is-400'],
  },
  {
    operationId: 'getPushRuleEnabled',
    name: 'read-enabled',
    title: 'Reading the enabled state of',
    requirement: 'rules-api.enabled-unknown',
    caughtBy: ['rules-api.enabled-of-unknown-accepted', 'rules-api.unknown-is-400'],
  },
  {
    operationId: 'putPushRuleEnabled',
    name: 'set-enabled',
    title: 'Disabling',
    requirement: 'rules-api.enabled-unknown',
    caughtBy: ['rules-api.enabled-of-unknown-accepted', 'rules-api.unknown-is-400'],
    body: { enabled: false },
  },
  {
    operationId: 'getPushRuleActions',
    name: 'read-actions',
    title: 'Reading the actions of',
    requirement: 'rules-api.actions-unknown',
    caughtBy: ['rules-api.actions-of-unknown-accepted', 'rules-api.unknown-is-400'],
  },
  {
    operationId: 'putPushRuleActions',
    name: 'set-actions',
    title: 'Setting the actions of',
    requirement: 'rules-api.actions-unknown',
    caughtBy: ['rules-api.actions-of-unknown-accepted', 'rules-api.unknown-is-400'],
    body: { actions: ['notify'] },
  },
]

/** Requests about rules that do not exist. Putting such a rule is not an error: it creates the rule. */
export const unknownRules = [
  ...REQUESTS.map(({ operationId, name, title, requirement, caughtBy, body }) =>
    defineCase({
      id: `rules-api/${name}-unknown`,
      title: `${title} a rule that does not exist, or exists only under another kind, gets 404`,
      verifies: [requirement, 'rules-api.ids-per-kind'],
      caughtBy,
      fairness:
        'The endpoint lists status 404 for a rule that does not exist; the errcode is not checked. A rule_id is unique only within its kind, so a rule of another kind is another rule.',
      async run({ sharedUser }) {
        const alice = await sharedUser('alice')
        await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
        const none = await alice.client.call(operationId, { path: { kind: 'content', ruleId: 'coffee' }, body })
        expectStatus(none, 404, 'no rule has this rule_id')
        const other = await alice.client.call(operationId, { path: { kind: 'override', ruleId: 'tea' }, body })
        expectStatus(other, 404, 'only a rule of another kind has this rule_id')
      },
    }),
  ),

  defineCase({
    id: 'rules-api/unknown-default',
    title: 'A server-default rule that does not exist, or only under another kind, can be neither read nor changed',
    verifies: ['rules-api.get-unknown', 'rules-api.enabled-unknown', 'rules-api.actions-unknown'],
    caughtBy: ['rules-api.unknown-default-accepted'],
    fairness:
      'A server may have default rules of its own, but none with this made-up rule_id, and .m.rule.master is an override rule. The endpoints list status 404 for a rule that does not exist, and make no exception for default rules. The deletion is not tried, because its response is unspecified for default rules.',
    async run({ sharedUser, unique }) {
      const alice = await sharedUser('alice')
      const made = `.org.plexor.${unique('unheard-of').replaceAll(/[^a-z0-9]/g, '-')}`
      for (const { operationId, body } of REQUESTS.filter(({ name }) => name !== 'delete')) {
        const none = await alice.client.call(operationId, { path: { kind: 'underride', ruleId: made }, body })
        expectStatus(none, 404, 'no rule has this rule_id')
        const path = { kind: 'underride', ruleId: '.m.rule.master' }
        const other = await alice.client.call(operationId, { path, body })
        expectStatus(other, 404, 'the rule .m.rule.master is an override rule')
      }
      await expectNotListed(alice, 'underride', made, 'it does not exist')
      await expectNotListed(alice, 'underride', '.m.rule.master', 'it is an override rule')
    },
  }),

  defineCase({
    id: 'rules-api/unknown-errcode',
    title: 'Every response about a rule that does not exist has the errcode M_NOT_FOUND',
    verifies: ['rules-api.unknown-errcode'],
    caughtBy: ['rules-api.unknown-with-other-errcode'],
    fairness:
      'The specification does not explicitly require the code, but its 404 responses show it, and it is the common code for what does not exist. Another code is only a warning.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      for (const { operationId, requirement, body } of REQUESTS) {
        const response = await alice.client.call(operationId, { path: { kind: 'content', ruleId: 'coffee' }, body })
        expectRefused(response.request, response.status, { buildsOn: [requirement] })
        expectEqual(`the errcode in the response to ${response.request}`, errcodeOf(response.body), 'M_NOT_FOUND')
      }
    },
  }),
]
