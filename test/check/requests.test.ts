import t from 'tap'
import { eachFinds, fence, putRule, type Row } from './found.ts'

const HOST = 'https://hs.example'
const sh = (text: string) => fence(text, 'sh')
const get = (path: string) => sh(`curl '${HOST}${path}'`)
/** Column in such a command of a position in the path, counted from the host. */
const at = (offset: number) => `2:${"curl '".length + HOST.length + 1 + offset}`

t.test('URLs', async (t) => {
  const rows: Row[] = [
    ['a valid URL', get('/_matrix/client/v3/pushrules/global/room/%21a%3Ahs.example'), []],
    ['IDs that need no encoding', get('/_matrix/client/v3/pushrules/global/room/!a:hs.example'), []],
    [
      'a placeholder of a build',
      get('/_matrix/client/%CLIENT_MAJOR_VERSION%/pushrules/'),
      [`${at(16)} warning placeholder`],
    ],
    ['a placeholder in braces', get('/_matrix/client/v3/pushrules/global/{kind}/a'), [`${at(36)} warning placeholder`]],
    [
      'a placeholder in angle brackets',
      get('/_matrix/client/v3/rooms/<room id>/read_markers'),
      [`${at(25)} warning placeholder`],
    ],
    [
      'variables of the shell',
      sh(`curl "$HOST/_matrix/client/v3/pushrules/?access_token_file=\${FILE}"`),
      ['2:42 warning query-parameter'],
    ],
    ['a token', get('/_matrix/client/v3/pushrules/?access_token=abc'), [`${at(30)} warning credential-in-url`]],
    [
      'a password',
      sh("curl 'https://bob:secret@hs.example/_matrix/client/v3/pushrules/'"),
      ['2:15 warning credential-in-url'],
    ],
    [
      'a sign that is encoded wrongly',
      get('/_matrix/client/v3/rooms/%2gx/read_markers'),
      [`${at(25)} error percent-encoding`],
    ],
    ['a letter outside of ASCII', get('/_matrix/client/v3/rooms/ä/read_markers'), [`${at(25)} error percent-encoding`]],
    ['a space', get('/_matrix/client/v3/rooms/a b/read_markers'), [`${at(26)} error percent-encoding`]],
    [
      'an encoding of an encoding',
      get('/_matrix/client/v3/rooms/%2521a/read_markers'),
      [`${at(25)} warning percent-encoding`],
    ],
    ['an alias that is cut off', get('/_matrix/client/v3/directory/room/#a:hs'), [`${at(34)} error percent-encoding`]],
  ]
  eachFinds(t, rows)
})

t.test('endpoints', async (t) => {
  const rows: Row[] = [
    [
      'a list of rules without the slash at its end',
      get('/_matrix/client/v3/pushrules'),
      [`${at(1)} error unknown-endpoint`],
    ],
    ['a removed scope', get('/_matrix/client/v3/pushrules/device/room/a'), [`${at(29)} error unknown-endpoint`]],
    ['an unknown endpoint', get('/_matrix/client/v3/pushers/all'), [`${at(1)} error unknown-endpoint`]],
    ['an endpoint outside of the known modules', get('/_matrix/client/v3/voip/turnServer'), []],
    ['an unstable endpoint', get('/_matrix/client/unstable/org.example/pushrules/'), []],
    ['another method', sh(`curl -X POST '${HOST}/_matrix/client/v3/pushers' -d '{}'`), ['2:9 error wrong-method']],
    ['a historical version', get('/_matrix/client/r0/pushers'), [`${at(16)} warning path-version`]],
    ['a historical version in its time', get('/_matrix/client/r0/pushers'), [], 'seed'],
    ['a query parameter', get('/_matrix/client/v3/notifications?limit=5&only=highlight'), []],
    [
      'an unknown query parameter',
      get('/_matrix/client/v3/notifications?since=a'),
      [`${at(33)} warning query-parameter`],
    ],
    [
      'the gateway',
      sh(
        `curl -X POST https://push.example/_matrix/push/v1/notify -d '{"notification": {"devices": [{"app_id": "a"}]}}'`,
      ),
      ['2:92 error schema'],
    ],
    [
      'another path of the gateway',
      sh(`curl -X POST https://push.example/_matrix/push/v1/send -d '{}'`),
      ['2:35 error unknown-endpoint'],
    ],
  ]
  eachFinds(t, rows)
})

t.test('commands and bodies', async (t) => {
  const rows: Row[] = [
    ['a quotation that is not closed', sh(`curl '${HOST}/_matrix/client/v3/pushers`), ['2:6 error shell-syntax']],
    [
      'a URL that the shell takes apart',
      sh(`curl ${HOST}/_matrix/client/v3/notifications?limit=5&only=highlight`),
      ['2:64 error shell-syntax'],
    ],
    [
      'a space after a backslash',
      sh(`curl -X DELETE \\ \n  '${HOST}/_matrix/client/v3/pushrules/global/room/!a'`),
      ['2:16 error shell-syntax'],
    ],
    [
      'options on a line of their own',
      sh(`curl -X PUT '${HOST}/_matrix/client/v3/pushrules/global/override/a'\n  -d '{"actions": []}'`),
      ['2:79 error shell-syntax'],
    ],
    ['a pipe', sh(`curl -s '${HOST}/_matrix/client/v3/pushers' | jq '.pushers[] | {a:}'`), []],
    ['no body', sh(`curl -X PUT '${HOST}/_matrix/client/v3/pushrules/global/override/a'`), ['2:9 error request-body']],
    ['a body from a file', sh(`curl -X PUT '${HOST}/_matrix/client/v3/pushrules/global/override/a' -d @rule.json`), []],
    [
      'a body where none belongs',
      sh(`curl -X GET '${HOST}/_matrix/client/v3/pushers' -d '{}'`),
      ['2:9 error request-body'],
    ],
    [
      'a method that the body tells',
      sh(`curl '${HOST}/_matrix/client/v3/pushers/set' --json '{"kind": null, "app_id": "a", "pushkey": "b"}'`),
      [],
    ],
    [
      'a pusher that lacks something',
      sh(`curl '${HOST}/_matrix/client/v3/pushers/set' -d '{"kind": null, "app_id": "a"}'`),
      ['2:61 error schema'],
    ],
    [
      'an HTTP message',
      fence(
        `PUT /_matrix/client/v3/pushrules/global/override/a HTTP/1.1\nContent-Type: application/json\n\n{"actions": ["ring"]}`,
        'http',
      ),
      ['5:14 error unknown-action'],
    ],
    [
      'a body that the text announces',
      `### \`PUT /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/enabled\`\n\nRequest body:\n\n${fence('{"enabled": "yes"}')}`,
      ['6:13 error schema'],
    ],
    [
      'a pusher over HTTP',
      fence(
        '{"app_id": "a", "pushkey": "b", "kind": "http", "data": {"url": "http://push.example/_matrix/push/v1/notify"}}',
      ),
      ['2:65 error pusher-url'],
    ],
    [
      'a pusher with a part of an event ID',
      fence('{"notification": {"event_id": "$a", "devices": []}}'),
      ['2:18 error schema'],
    ],
  ]
  eachFinds(t, rows)
})

t.test('requests depend on earlier ones', async (t) => {
  const made = (path: string) => sh(putRule(path, '{"pattern": "a", "actions": []}'))
  const rows: Row[] = [
    ['a rule before one that was made', made('content/a') + made('content/b?before=a'), []],
    ['a rule before one that was not', made('content/b?before=a'), ['2:85 note missing-predecessor']],
    [
      'a rule before one of another kind',
      `${sh(putRule('override/a', '{"actions": []}'))}${made('content/b?before=a')}`,
      ['5:85 error missing-predecessor'],
    ],
    [
      'a rule before a default one',
      made('content/b?before=.m.rule.contains_user_name'),
      ['2:85 error query-parameter'],
    ],
    [
      'the deletion of one that was made',
      `${made('content/a')}${sh(`curl -X DELETE '${HOST}/_matrix/client/v3/pushrules/global/content/a'`)}`,
      [],
    ],
    [
      'the deletion of another one',
      `${made('content/a')}${sh(`curl -X DELETE '${HOST}/_matrix/client/v3/pushrules/global/content/b'`)}`,
      ['5:79 note missing-predecessor'],
    ],
    ['a document that makes none', sh(`curl -X DELETE '${HOST}/_matrix/client/v3/pushrules/global/content/b'`), []],
  ]
  eachFinds(t, rows)
})
