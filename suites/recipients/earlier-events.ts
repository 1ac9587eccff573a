import { defineCase, type Scene } from '../harness/case/case.ts'

const FAIR =
  'The specification evaluates the rules of the users in the room when a new event is received, and Alice was not in the room then. A later event in another room, which is pushed to her, shows that the target has processed the earlier one; the message after she has joined has to be pushed.'

interface Absence {
  name: string
  title: string
  /** Returns a room that Alice is not in, and lets her into it later */
  leave(scene: Scene): Promise<string>
  /** Lets Alice join the room */
  invite(scene: Scene, room: string): Promise<void>
}

/** Invites Alice to a room. */
async function invite({ alice, bob }: Scene, room: string): Promise<void> {
  await bob.invite(room, alice)
}

const ABSENCES: Absence[] = [
  {
    name: 'before-joining',
    title: 'A user who joins a room is not notified of messages that were sent before',
    leave: ({ bob }) => bob.createRoom(),
    invite,
  },
  {
    name: 'before-accepting-invitation',
    title: 'A user who accepts an invitation is not notified of messages that were sent after it',
    leave: ({ alice, bob }) => bob.createRoom({ invite: [alice] }),
    invite: async () => {},
  },
  {
    name: 'before-rejoining',
    title: 'A user who joins a room again is not notified of messages that were sent in between',
    async leave({ alice, bob }) {
      const room = await bob.createRoom({ invite: [alice] })
      await alice.join(room)
      await alice.leave(room)
      return room
    },
    invite,
  },
  {
    name: 'while-banned',
    title: 'A user who joins a room again after a ban is not notified of messages that were sent during the ban',
    async leave({ alice, bob }) {
      const room = await bob.createRoom({ invite: [alice] })
      await alice.join(room)
      await bob.client.ok('banUser', { path: { roomId: room }, body: { user_id: alice.userId } })
      return room
    },
    async invite(scene, room) {
      await scene.bob.setState(room, 'm.room.member', { membership: 'leave' }, scene.alice.userId)
      await invite(scene, room)
    },
  },
]

/** Events that were sent while a user was not in the room. */
export const earlierEvents = [
  ...ABSENCES.map((absence) =>
    defineCase({
      id: `recipients/${absence.name}`,
      title: absence.title,
      verifies: ['recipients.new-events-only'],
      caughtBy: ['recipients.earlier-events-after-joining'],
      fairness: FAIR,
      async run({ sharedScene }) {
        const scene = await sharedScene()
        await expectNotCaughtUp(scene, await absence.leave(scene), absence)
      },
    }),
  ),

  defineCase({
    id: 'recipients/hidden-history-after-joining',
    title: 'A user who joins a room is not notified of earlier messages that the room hides from new members',
    verifies: ['recipients.visible-events'],
    caughtBy: ['recipients.earlier-events-after-joining'],
    fairness:
      'With the history visibility joined, a member sees only what was sent while they were a member. A later event in another room, which is pushed to Alice, shows that the target has processed the earlier one; the message after she has joined has to be pushed.',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const room = await scene.bob.createRoom()
      await scene.bob.setState(room, 'm.room.history_visibility', { history_visibility: 'joined' })
      await expectNotCaughtUp(scene, room, { invite })
    },
  }),
]

/** Sends a message in a room that Alice is not in, lets her join, and expects her to be notified of the next one alone. */
async function expectNotCaughtUp(scene: Scene, room: string, { invite }: Pick<Absence, 'invite'>): Promise<void> {
  const { alice, bob, pusher } = scene
  const earlier = await bob.send(room, 'while Alice is not in the room')
  const because = 'Alice was not in the room'
  await pusher.expectNoPush(earlier, { until: await bob.send(scene.room, 'where she is'), because })
  await invite(scene, room)
  await alice.join(room)
  await pusher.expectNoPush(earlier, { until: await bob.send(room, 'after she has joined'), because })
}
