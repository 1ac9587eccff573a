import type { Profile } from '../../spec/index.ts'
import { type Case, defineCase, type Scene, type SceneOptions } from '../harness/case.ts'
import { expectEqual } from '../harness/expect.ts'
import type { Push } from '../harness/inbox.ts'
import { nameOf } from './definitions.ts'

/** A default rule and an event that it is about. */
interface Effect {
  ruleId: string
  /** Ends the case id where one rule has several cases */
  aspect?: string
  title: string
  since?: Profile
  until?: Profile
  verifies?: readonly [string, ...string[]]
  /** As in the definition of a case */
  caughtBy?: readonly string[]
  fairness?: string
  scene?: SceneOptions
  /** Sends the event and gives its ID */
  event(scene: Scene): Promise<string>
}

interface Notifying extends Effect {
  sound?: string
  highlight?: boolean
}

/** The event is pushed with this sound, or none, and highlighted or not. */
export function notifies({ sound, highlight = false, ...effect }: Notifying): Case {
  return effectCase(effect, async ({ pusher }, eventId) => {
    const push = await pusher.expectPush(eventId)
    expectEqual('the sound', push.device.tweaks?.sound, sound)
    expectEqual('whether it is highlighted', isHighlighted(push), highlight)
  })
}

/** The event is not pushed, although an underride rule of the user would notify of anything. */
export function silences(effect: Effect): Case {
  return effectCase(
    { ...effect, event: (scene) => withCatchAll(scene, effect) },
    async ({ bob, room, pusher }, eventId) => {
      const fence = await bob.send(room, 'a message that notifies')
      await pusher.expectNoPush(eventId, { until: fence })
    },
  )
}

/** Without this rule, many of the silenced events would not be pushed anyway, for no other rule is about them. */
async function withCatchAll(scene: Scene, effect: Effect): Promise<string> {
  await scene.alice.putRule('underride', 'catch-all', { conditions: [], actions: ['notify'] })
  return await effect.event(scene)
}

function effectCase(effect: Effect, judge: (scene: Scene, eventId: string) => Promise<void>): Case {
  const name = nameOf(effect.ruleId)
  return defineCase({
    id: `default-rules/${name}${effect.aspect === undefined ? '' : `-${effect.aspect}`}`,
    title: effect.title,
    verifies: effect.verifies ?? [`defaults.rule.${name}`],
    ...(effect.caughtBy === undefined ? {} : { caughtBy: effect.caughtBy }),
    ...(effect.since === undefined ? {} : { since: effect.since }),
    ...(effect.until === undefined ? {} : { until: effect.until }),
    ...(effect.fairness === undefined ? {} : { fairness: effect.fairness }),
    async run({ scene }) {
      const stage = await scene(effect.scene)
      await judge(stage, await effect.event(stage))
    },
  })
}

function isHighlighted(push: Push): boolean {
  return push.device.tweaks?.highlight === true
}
