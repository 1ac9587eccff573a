import type { SpecVersion } from '../../spec/index.ts'
import { type Case, defineCase, type Scene, type SceneOptions } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { sounding, soundOf } from '../harness/case/sound.ts'
import type { Push } from '../harness/gateway/inbox.ts'
import { nameOf } from './definitions.ts'

/** A default rule and an event that it is about. */
interface Effect {
  ruleId: string
  /** Ends the case id where one rule has several cases */
  aspect?: string
  title: string
  since?: SpecVersion
  until?: SpecVersion
  verifies?: readonly [string, ...string[]]
  /** As in the definition of a case */
  caughtBy?: readonly string[]
  fairness: string
  scene?: SceneOptions
  /** Sends the event and gives its ID */
  event(scene: Scene): Promise<string>
}

interface Notifying extends Effect {
  sound?: string
  highlight?: boolean
}

interface Silencing extends Effect {
  /** The override rule that the event is silenced by, where it is another one */
  silencedBy?: string
  /** Why a target may not put such an event to the user's rules at all, so that its silence tells nothing of the rule */
  mayBePassedOver?: string
}

const AUDIBLE = 'made-audible'

/** The event is pushed with this sound, or none, and highlighted or not. */
export function notifies({ sound, highlight = false, ...effect }: Notifying): Case {
  return effectCase(effect, async ({ pusher }, eventId) => {
    const push = await pusher.expectPush(eventId)
    expectEqual('the sound', soundOf(push), sound)
    expectEqual('whether it is highlighted', isHighlighted(push), highlight)
  })
}

/**
 * The event is not pushed. Then its rule is made to notify, and another such event has to be pushed with the sound of
 * the rule: so it is the rule that kept the first one silent, and not that no rule at all is about it.
 *
 * No rule of the user takes part, for it is left open whether a default override rule goes before one of a lower kind.
 */
export function silences({ silencedBy, mayBePassedOver, ...effect }: Silencing): Case {
  return effectCase(effect, async (scene, eventId) => {
    await expectSilent(scene, eventId)
    const ruleId = silencedBy ?? effect.ruleId
    await scene.alice.setActions('override', ruleId, sounding(AUDIBLE))
    const audible = await effect.event(scene)
    const push =
      mayBePassedOver === undefined ? await scene.pusher.expectPush(audible) : await scene.pusher.arrivalOf(audible)
    if (push === undefined) throw new NotApplicable(`Such an event is not pushed in any case: ${mayBePassedOver}`)
    expectEqual(`the sound of such an event when ${ruleId} has a sound`, soundOf(push), AUDIBLE)
  })
}

/** The event is not pushed, for no default rule is about it. */
export function passesOver(effect: Effect): Case {
  return effectCase(effect, expectSilent)
}

async function expectSilent({ bob, room, pusher }: Scene, eventId: string): Promise<void> {
  const fence = await bob.send(room, 'a message that notifies')
  await pusher.expectNoPush(eventId, { until: fence })
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
    fairness: effect.fairness,
    async run({ createScene }) {
      const scene = await createScene(effect.scene)
      await judge(scene, await effect.event(scene))
    },
  })
}

function isHighlighted(push: Push): boolean {
  return push.device.tweaks?.highlight === true
}
