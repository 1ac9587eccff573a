import { quote } from '../../../common/text.ts'
import { atLeast, type SpecVersion } from '../../../spec/index.ts'
import { type Case, defineCase, type Scene, type SceneOptions } from '../../harness/case/case.ts'
import { NotApplicable } from '../../harness/case/errors.ts'
import { expect, expectEqual } from '../../harness/case/expect.ts'
import { sounding, soundOf } from '../../harness/case/sound.ts'
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
  /**
   * Requirements that the target violates if it does not push the event at all. Default: none besides those that the case
   * verifies, because its rule alone notifies of the event
   */
  pushedBy?: readonly string[]
}

interface SilencingCase extends EffectCase {
  /** Override rule that silences the event, if it is another one */
  silencedBy?: string
  /**
   * True for a membership event of another user. Before v1.7 the specification does not say whose rules are evaluated for
   * an event, so a target may leave those of other members out
   */
  aboutAnotherMember?: boolean
}

const AUDIBLE = 'made-audible'

/** Defines a case whose event is pushed with this sound (or none), and highlighted or not. */
export function notifies({ sound, highlight = false, pushedBy = [], ...effect }: NotifyingCase): Case {
  return effectCase(effect, async ({ pusher }, eventId) => {
    const because = pushedBy.length === 0 ? `${effect.ruleId} matches it` : 'a default rule notifies of it'
    const { device } = await pusher.expectPush(eventId, { because, buildsOn: pushedBy })
    const { highlight: isHighlighted = false, sound: found } = device.tweaks ?? {}
    expect(
      found === sound && (isHighlighted === true) === highlight,
      `Expected the push of ${eventId} to have ${sound === undefined ? 'no sound' : `the sound ${quote(sound)}`} and ${highlight ? 'a' : 'no'} highlight, found the tweaks ${quote(device.tweaks ?? {})}`,
    )
  })
}

/**
 * Defines a case whose event is not pushed. Its rule is then made to notify, and another such event has to be pushed
 * with the sound of the rule: this shows that the rule, and not the lack of one, silenced the first event.
 *
 * No rule of the user takes part, because it is unspecified whether a default override rule precedes one of a lower
 * kind.
 */
export function silences({ silencedBy, aboutAnotherMember = false, ...effect }: SilencingCase): Case {
  return effectCase(effect, async (scene, eventId, specVersion) => {
    await expectSilent(scene, eventId)
    const ruleId = silencedBy ?? effect.ruleId
    await scene.alice.setActions('override', ruleId, sounding(AUDIBLE))
    const audible = await effect.event(scene)
    const mayBeLeftOut = aboutAnotherMember && !atLeast(specVersion, 'v1.7')
    if (mayBeLeftOut && (await scene.pusher.arrivalOf(audible)) === undefined) {
      throw new NotApplicable(
        `The target does not push a membership event of another user even with actions of ${ruleId} that notify, as it may before v1.7`,
      )
    }
    const push = await scene.pusher.expectPush(audible, {
      because: `${ruleId} matches it and has actions that notify now`,
      ...(aboutAnotherMember ? { buildsOn: ['recipients.each-by-own-rules'] } : {}),
    })
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

function effectCase(
  effect: EffectCase,
  judge: (scene: Scene, eventId: string, specVersion: SpecVersion) => Promise<void>,
): Case {
  const name = nameOf(effect.ruleId)
  return defineCase({
    id: `default-rules/${name}${effect.aspect === undefined ? '' : `-${effect.aspect}`}`,
    title: effect.title,
    verifies: effect.verifies ?? [`default-rules.rule.${name}`],
    ...(effect.caughtBy === undefined ? {} : { caughtBy: effect.caughtBy }),
    ...(effect.since === undefined ? {} : { since: effect.since }),
    ...(effect.until === undefined ? {} : { until: effect.until }),
    fairness: effect.fairness,
    async run({ sharedScene, specVersion }) {
      const scene = await sharedScene({ ...effect.scene, hasNewRules: true })
      await judge(scene, await effect.event(scene), specVersion)
    },
  })
}
