/** Addresses and names for the printed commands. */
export interface WalkthroughInput {
  /** Base URL of the homeserver */
  homeserver: string
  /** Notify URL of the push gateway */
  gateway: string
  /** Base URL of the provider's inboxes */
  provider: string
  /** Device that receives the push */
  device: { id: string; app_id: string; pushkey: string; data: Readonly<Record<string, unknown>> }
  /** Local parts of two users that do not exist yet */
  users: readonly [string, string]
}

/** Step of the walkthrough: its title, and a command for a POSIX shell with curl and sed. */
export interface Step {
  title: string
  command: string
}

/**
 * Writes the way of a message to a device as commands: two users, a pusher, a room, a message, an inbox.
 *
 * They work as printed, one after the other in one shell. They need no tool for JSON: values that a later step needs
 * are cut out of responses with sed.
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
      title: 'Set a pusher for the first one, with the gateway and the device',
      command: call('ALICE', `"${api}/pushers/set"`, pusher),
    },
    {
      title: 'Create a room as the second one, and join it as the first one',
      command: [
        `ROOM=$(${call('BOB', `"${api}/createRoom"`, { preset: 'public_chat' })} | ${cutOut('room_id')})`,
        call('ALICE', `"${api}/join/$ROOM"`, {}),
      ].join('\n'),
    },
    {
      title: 'Send a message; repeat this as often as you like',
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
  return `${variable}=$(curl -s "${api}/register" -d ${shellQuoted(body)} | ${cutOut('access_token')})`
}

function call(user: string, request: string, body: unknown): string {
  return `curl -s -H "Authorization: Bearer $${user}" ${request} -d ${shellQuoted(body)}`
}

/** Quotes JSON for a shell, single quotes included. */
function shellQuoted(body: unknown): string {
  return `'${JSON.stringify(body).replaceAll("'", "'\\''")}'`
}

/** Writes the sed command for the value of a string in a response; IDs and tokens contain no quotes. */
function cutOut(field: string): string {
  return `sed 's/.*"${field}":"\\([^"]*\\)".*/\\1/'`
}
