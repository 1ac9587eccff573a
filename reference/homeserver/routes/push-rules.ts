import { type Context, Hono } from 'hono'
import { RULE_KINDS, type RuleKind } from '../../../spec/index.ts'
import { type Env, signedIn } from '../auth.ts'
import { BOOLEAN, field, quote, readBody } from '../body.ts'
import { invalidParam } from '../errors.ts'
import { changeRule, deleteRule, findRule, putRule, type RuleName } from '../push/change-rules.ts'
import { readActions } from '../push/rule-body.ts'
import type { Services } from '../services.ts'

const RULE = '/pushrules/global/:kind/:ruleId'

/**
 * Push rules.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#push-rules-api
 */
export function pushRuleRoutes(services: Services) {
  const { policies, rulesets } = services
  const { response } = policies.schema
  const signed = signedIn(services)
  const listed = (c: Context<Env>) => rulesets.of(c.get('session').userId).listed

  function ruleName(c: Context<Env, `${string}/:kind/:ruleId`>): RuleName {
    const kind = c.req.param('kind')
    const ruleId = policies.rulesApi.ruleId(c.req.param('ruleId'))
    if (!isRuleKind(kind))
      throw invalidParam(`Kind of rule: expected one of ${RULE_KINDS.join(', ')}, found ${quote(kind)}`)
    const { userId, deviceId } = c.get('session')
    return { userId, deviceId, kind, ruleId }
  }

  return new Hono<Env>()
    .get('/pushrules/', signed, (c) => c.json(response('getPushRules', { global: listed(c) })))
    .get('/pushrules/global/', signed, (c) => c.json(response('getGlobalPushRules', listed(c))))
    .get(RULE, signed, (c) => c.json(response('getPushRule', findRule(services, ruleName(c)))))
    .put(RULE, signed, async (c) => {
      const body = await readBody(c.req.raw)
      const name = ruleName(c)
      if (!policies.rulesApi.isAllowedId(name.ruleId)) {
        throw invalidParam(`Rule ID: expected no "." at the start and no slashes, found ${quote(name.ruleId)}`)
      }
      const { before, after } = c.req.query()
      const position = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
      putRule(services, name, policies.rulesApi.read(name.kind, name.ruleId, body), position)
      return c.json(response('putPushRule', {}))
    })
    .delete(RULE, signed, (c) => {
      deleteRule(services, ruleName(c))
      return c.json(response('deletePushRule', {}))
    })
    .get(`${RULE}/enabled`, signed, (c) => {
      const { enabled } = findRule(services, ruleName(c))
      return c.json(response('getPushRuleEnabled', { enabled }))
    })
    .put(`${RULE}/enabled`, signed, async (c) => {
      const body = await readBody(c.req.raw)
      changeRule(services, ruleName(c), { enabled: field(body, 'enabled', BOOLEAN) })
      return c.json(response('putPushRuleEnabled', {}))
    })
    .get(`${RULE}/actions`, signed, (c) => {
      const { actions } = findRule(services, ruleName(c))
      return c.json(response('getPushRuleActions', { actions }))
    })
    .put(`${RULE}/actions`, signed, async (c) => {
      const body = await readBody(c.req.raw)
      changeRule(services, ruleName(c), { actions: readActions(body) })
      return c.json(response('putPushRuleActions', {}))
    })
}

function isRuleKind(kind: string): kind is RuleKind {
  return (RULE_KINDS as readonly string[]).includes(kind)
}
