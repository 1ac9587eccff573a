import { RULE_KINDS, type RuleKind } from '../../spec/index.ts'
import { type CaseDefinition, defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { sounding } from '../harness/case/sound.ts'
import type { RuleBody } from '../harness/users/requests.ts'
import type { User } from '../harness/users/user.ts'
import { expectSameItems } from './helpers/expect-same-items.ts'
import { expectNotListed, onlyRule } from './helpers/listed-rule.ts'

const FAIR =
  'A rule_id is unique only within its kind, and the path names the kind, so the request is about one of the rules with this ID. The others are compared with how they were put; actions may be listed in any order.'

/** Rules with the same ID, in each two of the kinds that can have any ID, and in those that need the ID of a room or user. */
interface SameId {
  ruleId: string
  kinds: RuleKind[]
}

/** Rules with the same ID. */
export const sameIds = [
  aboutOneOf({
    id: 'rules-api/delete-same-id',
    title: 'Deleting a rule leaves the rules of other kinds with the same rule_id in place',
    verifies: ['rules-api.ids-per-kind', 'rules-api.delete'],
    caughtBy: ['rules-api.delete-ignores-kind'],
    async change(alice, kind, ruleId) {
      await alice.deleteRule(kind, ruleId)
      await expectNotListed(alice, kind, ruleId, 'it was deleted')
    },
  }),

  aboutOneOf({
    id: 'rules-api/disable-same-id',
    title: 'Disabling a rule leaves the rules of other kinds with the same rule_id enabled',
    verifies: ['rules-api.ids-per-kind', 'rules-api.enabled-set'],
    caughtBy: ['rules-api.enabled-ignores-kind'],
    async change(alice, kind, ruleId) {
      await alice.enableRule(kind, ruleId, false)
      expectEqual(`enabled of the ${kind} rule`, (await onlyRule(alice, kind, ruleId)).enabled, false)
    },
  }),

  aboutOneOf({
    id: 'rules-api/actions-of-same-id',
    title: 'Setting the actions of a rule leaves those of the rules of other kinds with the same rule_id as they are',
    verifies: ['rules-api.ids-per-kind', 'rules-api.actions-set'],
    caughtBy: ['rules-api.actions-ignore-kind'],
    async change(alice, kind, ruleId) {
      await alice.setActions(kind, ruleId, sounding('changed'))
      const { actions } = await onlyRule(alice, kind, ruleId)
      expectSameItems(`the actions of the ${kind} rule`, actions, sounding('changed'))
    },
  }),

  defineCase({
    id: 'rules-api/same-id-of-two-users',
    title: "A user's changes to a rule do not affect the rule of another user with the same rule_id",
    verifies: ['rules-api.own-only'],
    caughtBy: ['rules-api.rules-shared-by-all-users'],
    fairness:
      'Rules belong to an account, so each user has a rule of their own with this ID. Actions may be in any order.',
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: sounding('hers') })
      await bob.putRule('content', 'tea', { pattern: 'chai', actions: sounding('his') })
      const expectHis = async (when: string) => {
        const rule = await onlyRule(bob, 'content', 'tea')
        expectEqual(`the pattern of Bob's rule ${when}`, rule.pattern, 'chai')
        expectEqual(`enabled of Bob's rule ${when}`, rule.enabled, true)
        expectSameItems(`the actions of Bob's rule ${when}`, rule.actions, sounding('his'))
      }
      expectEqual("the pattern of Alice's rule", (await onlyRule(alice, 'content', 'tea')).pattern, 'tea')
      await alice.enableRule('content', 'tea', false)
      await expectHis('after Alice has disabled hers')
      await alice.setActions('content', 'tea', [])
      await expectHis('after Alice has changed the actions of hers')
      await alice.deleteRule('content', 'tea')
      await expectHis('after Alice has deleted hers')
    },
  }),
]

interface ChangeCase extends Pick<CaseDefinition, 'id' | 'title' | 'verifies' | 'caughtBy'> {
  /** Changes a rule, and shows that this has happened */
  change(alice: User, kind: RuleKind, ruleId: string): Promise<void>
}

/** Defines a case in which each rule with an ID is changed, while rules of other kinds with that ID stay the same. */
function aboutOneOf({ change, ...definition }: ChangeCase) {
  return defineCase({
    ...definition,
    fairness: FAIR,
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene()
      const shared: SameId[] = [
        { ruleId: 'same', kinds: ['override', 'content', 'underride'] },
        { ruleId: room, kinds: ['override', 'room', 'underride'] },
        { ruleId: bob.userId, kinds: ['content', 'sender'] },
      ]
      for (const { ruleId, kinds } of shared) {
        for (const kind of kinds) {
          // Putting a rule again would be another matter
          for (const each of kinds) await alice.putRule(each, ruleId, bodyOf(each))
          await change(alice, kind, ruleId)
          const others = kinds.filter((other) => other !== kind)
          for (const other of others) await expectUntouched(alice, other, ruleId, kind)
          await deleteAll(alice, ruleId)
        }
      }
    },
  })
}

function bodyOf(kind: RuleKind): RuleBody {
  const body = { actions: sounding(kind) }
  if (kind === 'content') return { ...body, pattern: 'tea' }
  return kind === 'override' || kind === 'underride' ? { ...body, conditions: [] } : body
}

async function expectUntouched(alice: User, kind: RuleKind, ruleId: string, changed: RuleKind): Promise<void> {
  const when = `after the ${changed} rule with its ID was changed`
  const listed = await onlyRule(alice, kind, ruleId)
  expectEqual(`enabled of the ${kind} rule ${when}`, listed.enabled, true)
  expectSameItems(`the actions of the ${kind} rule ${when}`, listed.actions, sounding(kind))
  const alone = await alice.rule(kind, ruleId)
  expectSameItems(`the actions of the ${kind} rule when read alone, ${when}`, alone.actions, sounding(kind))
}

async function deleteAll(alice: User, ruleId: string): Promise<void> {
  const rules = await alice.pushRules()
  const kinds = RULE_KINDS.filter((kind) => rules[kind]?.some(({ rule_id }) => rule_id === ruleId))
  for (const kind of kinds) await alice.deleteRule(kind, ruleId)
}
