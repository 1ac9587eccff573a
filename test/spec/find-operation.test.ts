import t from 'tap'
import { findOperation, operation } from '../../spec/index.ts'

const CLIENT = '/_matrix/client'

t.test('requests find their operation', async (t) => {
  const table: [method: string, path: string, operationId: string | undefined][] = [
    ['GET', '/versions', 'getVersions'],
    ['GET', '/v3/pushers', 'getPushers'],
    ['POST', '/v3/pushers/set', 'setPusher'],
    ['GET', '/v3/pushrules/', 'getPushRules'],
    ['GET', '/v3/pushrules/global/', 'getGlobalPushRules'],
    ['GET', '/v3/pushrules/global/room/%21a%2Fb%3Aexample.org', 'getPushRule'],
    ['PUT', '/v3/pushrules/global/override/.m.rule.master', 'putPushRule'],
    ['DELETE', '/v3/pushrules/global/override/enabled', 'deletePushRule'],
    ['PUT', '/v3/pushrules/global/override/.m.rule.master/enabled', 'putPushRuleEnabled'],
    ['GET', '/v3/pushrules/global/override/enabled/enabled', 'getPushRuleEnabled'],
    ['PUT', '/v3/pushrules/global/content/cake/actions', 'putPushRuleActions'],
    ['GET', '/v3/sync', 'sync'],
    ['POST', '/v3/rooms/!a:b/receipt/m.read/%24e', 'postReceipt'],
    ['PUT', '/v3/rooms/!a:b/send/m.room.message/1', 'sendEvent'],
    ['GET', '/v3/rooms/!a:b/state', 'getRoomState'],
    ['GET', '/v3/rooms/!a:b/state/m.room.member/@a:b', 'getStateWithKey'],
    ['PUT', '/v3/profile/@a:b/displayname', 'setDisplayName'],
    ['GET', '/v3/profile/@a:b', 'getProfile'],
    ['POST', '/v3/join/%23kitchen%3Aexample.org', 'joinRoomByIdOrAlias'],
    // The same paths at the seed
    ['GET', '/r0/pushrules/', 'getPushRules'],
    ['POST', '/r0/rooms/!a:b/read_markers', 'postReadMarkers'],
    // A state key may be empty, and its slash absent
    ['PUT', '/v3/rooms/!a:b/state/m.room.name/', 'setStateWithKey'],
    ['GET', '/v3/rooms/!a:b/state/m.room.name', 'getStateWithKey'],
    // Nothing else may be empty
    ['GET', '/v3/rooms/!a:b/state/', undefined],
    ['GET', '/v3/pushrules/global/room/', undefined],
    ['GET', '/v3/profile/', undefined],
    // Other methods, prefixes and paths
    ['PATCH', '/v3/sync', undefined],
    ['DELETE', '/v3/sync', undefined],
    ['GET', '/v1/sync', undefined],
    ['GET', '/v3/pushrules', undefined],
    ['GET', '/v3/pushers/set/more', undefined],
    ['GET', '', undefined],
  ]
  for (const [method, path, operationId] of table) {
    t.equal(findOperation(method, CLIENT + path)?.operationId, operationId, `${method} ${path}`)
  }
  t.equal(findOperation('GET', '/'), undefined)
  t.equal(findOperation('POST', '/_matrix/push/v1/notify'), undefined)
})

t.test('operations of the push module are distinguished from prerequisites', async (t) => {
  t.equal(findOperation('POST', `${CLIENT}/v3/pushers/set`)?.tag, 'push')
  t.equal(findOperation('GET', `${CLIENT}/v3/sync`)?.tag, 'push')
  t.equal(findOperation('POST', `${CLIENT}/v3/createRoom`)?.tag, 'setup')
})

t.test('an operation has a method and a path', async (t) => {
  const path = `${CLIENT}/v3/rooms/{roomId}/state/{eventType}/{stateKey}`
  t.match(operation('setStateWithKey'), { operationId: 'setStateWithKey', method: 'PUT', path, tag: 'setup' })
  // @ts-expect-error Only known IDs are allowed
  t.throws(() => operation('toString'), { name: 'RangeError', message: '"toString"' })
})
