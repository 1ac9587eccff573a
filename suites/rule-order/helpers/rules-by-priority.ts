import { quote } from '../../../common/text.ts'
import type { Scene } from '../../harness/case/case.ts'
import { expect } from '../../harness/case/expect.ts'
import { sounding, soundOf } from '../../harness/case/sound.ts'
import type { Placement, RuleBody } from '../../harness/users/requests.ts'
import { withStateOf } from '../../rules-api/helpers/deciding-rule.ts'

/** Puts a content rule that matches its own name and plays it. */
export async function putNamed({ alice }: Scene, name: string, placement: Placement = {}): Promise<void> {
  await alice.putRule('content', name, named(name), placement)
}

/** Returns a content rule that matches its own name and plays it. */
export function named(name: string): RuleBody {
  return { pattern: name, actions: sounding(name) }
}

/**
 * Returns the names of such rules by priority, highest first, as it shows at the gateway: Bob sends all names, the rule
 * that decides is recorded and disabled, and so on. The list of rules is not used, because nothing says that it is in
 * order of priority.
 */
export async function priorityOf(scene: Scene, names: readonly string[]): Promise<string[]> {
  const order: string[] = []
  while (order.length < names.length) {
    const enabled = names.filter((name) => !order.includes(name))
    const winner = await winnerOf(scene, names, enabled)
    order.push(winner)
    await scene.alice.enableRule('content', winner, false)
  }
  return order
}

/** Returns the name of the rule that decides about a message with all names. It has to be one of those that are enabled. */
async function winnerOf(
  { alice, bob, room, pusher }: Scene,
  names: readonly string[],
  enabled: readonly string[],
): Promise<string> {
  const [first = ''] = enabled
  const rules = `the content ${enabled.length === 1 ? 'rule' : 'rules'} ${enabled.map((name) => quote(name)).join(', ')}`
  return await withStateOf(alice, { kind: 'content', ruleId: first }, async () => {
    const text = names.join(' ')
    const push = await pusher.expectPush(await bob.send(room, text), { because: `it matches ${rules}` })
    const sound = soundOf(push)
    const winner = enabled.find((name) => name === sound)
    const isDisabled = names.some((name) => name === sound)
    expect(
      winner !== undefined,
      `Expected ${enabled.length === 1 ? rules : `one of ${rules}`} to decide about ${quote(text)}, found ${sound === undefined ? 'no sound' : `the sound ${quote(sound)}`}${isDisabled ? ' of a rule that is disabled' : ''}`,
      { buildsOn: [isDisabled ? 'rule-order.disabled-never-match' : 'conditions.content-rule'] },
    )
    return winner
  })
}
