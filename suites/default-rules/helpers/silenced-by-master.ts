import type { Scene } from '../../harness/case/case.ts'

const MASTER = '.m.rule.master'

/** Fairness of the cases in which the master rule silences a message. */
export const FAIR_ABOUT_MASTER =
  "It is up to the server when it evaluates an event, so the master rule stays enabled until Carol's push of the message has arrived and a settle time has passed. Then the rule is disabled, and the push of a later message shows that pushes do arrive."

/** Expects a message of Bob's to be pushed to Carol and not to Alice while the master rule is enabled. */
export async function expectSilencedByMaster({ alice, bob, carol, room, pusher }: Scene): Promise<void> {
  const inbox = await carol.setPusher()
  await alice.enableRule('override', MASTER, true)
  const silent = await bob.send(room, 'while the master rule is enabled')
  const because = `${MASTER} was enabled when it was sent`
  await pusher.expectSilence(silent, { until: { inbox, fence: silent }, because })
  await alice.enableRule('override', MASTER, false)
  const until = await bob.send(room, 'once it is disabled again')
  await pusher.expectNoPush(silent, { until, because })
}
