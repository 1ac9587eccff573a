import type { Inbox, Push } from '../../suites/harness/push-receiver/inbox.ts'
import { failing } from '../../suites/harness/push-receiver/push-response.ts'
import { Disagreement } from '../disagreement.ts'
import type { GatewayFailure, RoomName } from '../history.ts'
import { person, type StepOf } from '../steps/step-kind.ts'
import type { Trial } from './trial.ts'

/** Factor by which a target has more time for pushes after a failure, because it pauses before the next attempt. */
const PAUSED = 3

/** Message, and whether the rules of the user certainly notify of it. */
interface Sent {
  name: string
  eventId: string
  isCertain: boolean
}

/**
 * Sets a pusher whose gateway fails, and sends messages meanwhile. Once the gateway accepts pushes again, those messages
 * have to arrive that no push was tried of before: of others, a target only should try again. If the target sends nothing
 * more, nothing is judged, because it may pause for as long as it likes.
 *
 * @throws {Disagreement} when one of them does not arrive, but a later one does
 */
export async function failGateway(trial: Trial, step: StepOf<'fail-gateway'>): Promise<void> {
  const { target, options } = trial
  const url = await options.gateways.take(target.context.anotherGateway)
  if (url === undefined) return
  const inbox = await target.user(step.user).setPusher({ data: { url }, device_display_name: 'watch' })
  try {
    if (await comesBack(trial, step, inbox)) options.gateways.give(url)
    else options.gateways.lose()
  } finally {
    inbox.accept()
    // A target may have removed it
    await target.dropPusherOf(step.user, inbox)
  }
}

/** Reports whether pushes arrive after the gateway has failed. */
async function comesBack(trial: Trial, step: StepOf<'fail-gateway'>, inbox: Inbox): Promise<boolean> {
  const { options } = trial
  const first = await send(trial, step, step.room)
  if (first.isCertain && !(await arrives(trial, inbox, first))) return false
  const accept = fail(inbox, step.failure)
  const failed = await send(trial, step, step.room)
  if (failed.isCertain && !(await arrives(trial, inbox, failed))) return false
  const meanwhile: Sent[] = []
  for (const room of step.meanwhile) meanwhile.push(await send(trial, step, room))
  const untried = meanwhile.filter(({ eventId, isCertain }) => isCertain && inbox.about(eventId).length === 0)
  const before = inbox.pushes.length
  accept()
  // In its pause, a target may do to a later message what it did to those before
  const awaited = new Set([failed, ...untried].map(({ eventId }) => eventId))
  const isAwaited = ({ notification }: Push) => awaited.has(notification.event_id ?? '')
  await inbox.waitFor(() => inbox.pushes.slice(before).find(isAwaited), options.waitMs * PAUSED)
  const later = await send(trial, step, step.room)
  if (!later.isCertain || !(await arrives(trial, inbox, later, PAUSED))) return !later.isCertain
  for (const sent of untried) {
    if (!(await arrives(trial, inbox, sent, PAUSED))) trial.forgive(lost(step, sent, later))
  }
  return true
}

async function send(trial: Trial, { user, by }: StepOf<'fail-gateway'>, room: RoomName): Promise<Sent> {
  const name = await trial.sendFence(room, by)
  const eventId = trial.target.eventId(name)
  return { name, eventId, isCertain: trial.notices.certainlyNotifies(user, eventId) }
}

async function arrives({ options }: Trial, inbox: Inbox, { eventId }: Sent, times = 1): Promise<boolean> {
  return (await inbox.attempt(eventId, 1, options.waitMs * times)) !== undefined
}

/** Lets a gateway fail, until the function that is returned is called. */
function fail(inbox: Inbox, failure: GatewayFailure): () => void {
  if (failure === 'a late response') {
    const respond = inbox.hold()
    return () => respond()
  }
  const status = /^status (\d+)$/.exec(failure)?.[1]
  const response = status === undefined ? 'cut' : failing(Number(status))
  inbox.response = () => response
  return () => inbox.accept()
}

function lost({ user, failure }: StepOf<'fail-gateway'>, { name }: Sent, later: Sent): Disagreement {
  return new Disagreement(
    'pushes',
    'delivery.events-during-failure',
    `Expected a push of ${name}, sent while the gateway of ${person(user)}'s watch failed with ${failure}, once it accepts pushes, found only that of the later ${later.name}`,
  )
}
