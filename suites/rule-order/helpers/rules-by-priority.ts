import { quote } from '../../../common/text.ts'
import type { Scene } from '../../harness/case/case.ts'
import { expect } from '../../harness/case/expect.ts'
import { sounding, soundOf } from '../../harness/case/sound.ts'
import type { Placement } from '../../harness/users/requests.ts'

/** Puts a content rule that matches its own name and plays it. */
export async function putNamed({ alice }: Scene, name: string, placement: Placement = {}): Promise<void> {
  await alice.putRule('content', name, { pattern: name, actions: sounding(name) }, placement)
}

/**
 * Returns the names of such rules by priority, highest first, as it shows at the gateway: Bob sends all names, the rule
 * that decides is recorded and disabled, and so on. The list of rules is not used, because nothing says that it is in
 * order of priority.
 */
export async function priorityOf({ alice, bob, room, pusher }: Scene, names: readonly string[]): Promise<string[]> {
  const order: string[] = []
  for (const _ of names) {
    const push = await pusher.expectPush(await bob.send(room, names.join(' ')))
    const winner = names.find((name) => name === soundOf(push) && !order.includes(name))
    expect(winner !== undefined, `Expected one of the enabled rules to decide, found the sound ${quote(soundOf(push))}`)
    order.push(winner)
    await alice.enableRule('content', winner, false)
  }
  return order
}
