/** What the printed commands are about. */
export interface WalkthroughInput {
  /** Base URL of the homeserver */
  homeserver: string
  /** The notify URL of the push gateway */
  gateway: string
  /** Base URL of the provider's inboxes */
  provider: string
  /** The device that gets the push */
  device: { id: string; app_id: string; pushkey: string; data: Readonly<Record<string, unknown>> }
  /** Local parts of two users that do not exist yet */
  users: readonly [string, string]
}

/** One step of the walk: what it does, and the command that does it, for a POSIX shell with curl and sed. */
export interface Step {
  title: string
  command: string
}

/**
 * The way of a message to a device, as commands to be copied: two users, a pusher, a room, a message, an inbox.
 *
 * Each works as it is printed, one after the other in one shell. They need no tool to read JSON: what a later step
 * needs of an answer is cut out with sed.
 */
export function walkthrough({ homeserver, gateway, provider, device, users: [alice, bob] }: WalkthroughInput): Step[] {
  const api = `${homeserver}/_matrix/client/v3`
  const { id, app_id, pushkey, data } = device
  const pusher = {
    kind: 'http',
    app_id,
    pushkey,
    app_display_name: 'Plexor',
    device_display_name: 'A device',
    lang: 'en',
    data: { ...data, url: gateway },
  }
  return [
    {
      title: 'Register two users',
      command: [register('ALICE', api, alice), register('BOB', api, bob)].join('\n'),
    },
    {
      title: 'Give the first one a pusher, which names the gateway and the device',
      command: call('ALICE', `"${api}/pushers/set"`, pusher),
    },
    {
      title: 'Make a room of the second one, and let the first one join it',
      command: [
        `ROOM=$(${call('BOB', `"${api}/createRoom"`, { preset: 'public_chat' })} | ${cutOut('room_id')})`,
        call('ALICE', `"${api}/join/$ROOM"`, {}),
      ].join('\n'),
    },
    {
      title: 'Send a message, as often as you like',
      command: call('BOB', `-X PUT "${api}/rooms/$ROOM/send/m.room.message/$((MESSAGE += 1))"`, {
        msgtype: 'm.text',
        body: 'Time for tea',
      }),
    },
    {
      title: 'See it arrive',
      command: `curl -s '${provider}/devices/${id}/inbox?wait=10'`,
    },
  ]
}

function register(variable: string, api: string, username: string): string {
  const body = { username, password: 'correct horse', auth: { type: 'm.login.dummy' } }
  return `${variable}=$(curl -s "${api}/register" -d ${quoted(body)} | ${cutOut('access_token')})`
}

function call(user: string, request: string, body: unknown): string {
  return `curl -s -H "Authorization: Bearer $${user}" ${request} -d ${quoted(body)}`
}

/** JSON for a shell: nothing in these bodies has a single quote, and what would have is escaped all the same. */
function quoted(body: unknown): string {
  return `'${JSON.stringify(body).replaceAll("'", "'\\''")}'`
}

/** The value of a string in an answer; IDs and tokens have no quotes in them. */
function cutOut(field: string): string {
  return `sed 's/.*"${field}":"\\([^"]*\\)".*/\\1/'`
}
