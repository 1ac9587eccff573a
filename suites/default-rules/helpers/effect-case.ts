import type { SpecVersion } from '../../../spec/index.ts'
import { type Case, defineCase, type Scene, type SceneOptions } from '../../harness/case/case.ts'
import { NotApplicable } from '../../harness/case/errors.ts'
import { expectEqual } from '../../harness/case/expect.ts'
import { sounding, soundOf } from '../../harness/case/sound.ts'
import type { Push } from '../../harness/push-receiver/inbox.ts'
import { nameOf } from './default-rule-names.ts'

/** Default rule, and an event that it matches. */
interface EffectCase {
  ruleId: string
  /** End of the case ID, if one rule has several cases */
  aspect?: string
  title: string
  since?: SpecVersion
  until?: SpecVersion
  verifies?: readonly [string, ...string[]]
  /** Names of faults, each of which has to fail the case */
  caughtBy?: readonly string[]
  fairness: string
  scene?: SceneOptions
  /** Sends the event and returns its ID */
  event(scene: Scene): Promise<string>
}

interface NotifyingCase extends EffectCase {
  sound?: string
  highlight?: boolean
}

interface SilencingCase extends EffectCase {
  /** Override rule that silences the event, if it is another one */
  silencedBy?: string
  /**
   * Reason why a target may not evaluate the user's rules for such an event, so that its silence proves nothing about
   * the rule
   */
  notEvaluatedBecause?: string
}

const AUDIBLE = 'made-audible'

/** Defines a case whose event is pushed with this sound (or none), and highlighted or not. */
export function notifies({ sound, highlight = false, ...effect }: NotifyingCase): Case {
  return effectCase(effect, async ({ pusher }, eventId) => {
    const push = await pusher.expectPush(eventId)
    expectEqual('the sound', soundOf(push), sound)
    expectEqual('whether it is highlighted', isHighlighted(push), highlight)
  })
}

/**
 * Defines a case whose event is not pushed. Its rule is then made to notify, and another such event has to be pushed
 * with the sound of the rule: this shows that the rule, and not the lack of one, silenced the first event.
 *
 * No rule of the user takes part, because it is unspecified whether a default override rule precedes one of a lower
 * kind.
 */
export function silences({ silencedBy, notEvaluatedBecause, ...effect }: SilencingCase): Case {
  return effectCase(effect, async (scene, eventId) => {
    await expectSilent(scene, eventId)
    const ruleId = silencedBy ?? effect.ruleId
    await scene.alice.setActions('override', ruleId, sounding(AUDIBLE))
    const audible = await effect.event(scene)
    const push =
      notEvaluatedBecause === undefined ? await scene.pusher.expectPush(audible) : await scene.pusher.arrivalOf(audible)
    if (push === undefined) throw new NotApplicable(`Such an event is not pushed in any case: ${notEvaluatedBecause}`)
    expectEqual(`the sound of such an event when ${ruleId} has a sound`, soundOf(push), AUDIBLE)
  })
}

/** Defines a case whose event is not pushed, because no default rule matches it. */
export function notPushed(effect: EffectCase): Case {
  return effectCase(effect, expectSilent)
}

async function expectSilent({ bob, room, pusher }: Scene, eventId: string): Promise<void> {
  const fence = await bob.send(room, 'a message that notifies')
  await pusher.expectNoPush(eventId, { until: fence })
}

function effectCase(effect: EffectCase, judge: (scene: Scene, eventId: string) => Promise<void>): Case {
  const name = nameOf(effect.ruleId)
  return defineCase({
    id: `default-rules/${name}${effect.aspect === undefined ? '' : `-${effect.aspect}`}`,
    title: effect.title,
    verifies: effect.verifies ?? [`default-rules.rule.${name}`],
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
