import type { LookupAddress } from 'node:dns'
import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { createDelivery, type PushQueue } from '../../../reference/delivery/index.ts'
import { isPrivateAddress } from '../../../reference/delivery/private-address.ts'
import { publicLookup } from '../../../reference/delivery/public-lookup.ts'
import { createDeliveryFixture } from './delivery-fixture.ts'

const path = '/_matrix/push/v1/notify'
const nothing = () => undefined
const queue: PushQueue = { pusherIds: () => [], oldest: nothing, newest: nothing, body: nothing, remove() {} }
const options = { queue, onRejected() {} }

t.test('gateway URLs that can be used, and that cannot', async (t) => {
  const cases: [url: string, refusal: RegExp | undefined][] = [
    [`https://gw.example${path}`, undefined],
    [`https://gw.example:8443${path}`, undefined],
    [`HTTPS://GW.EXAMPLE${path}`, undefined],
    [`https://gw.example${path}?shard=1`, undefined],
    [`https://8.8.8.8${path}`, undefined],
    [`https://[2001:4860:4860::8888]${path}`, undefined],
    ['', /"": it is not an absolute URL/],
    ['gw.example', /not an absolute URL/],
    [path, /not an absolute URL/],
    [`https://${path}`, /path is "\/push\/v1\/notify"/],
    [`http://gw.example${path}`, /scheme is "http"; use https$/],
    [`ftp://gw.example${path}`, /scheme is "ftp"/],
    ['javascript:alert(1)', /scheme is "javascript"/],
    ['https://gw.example', /path is "\/"; use "\/_matrix\/push\/v1\/notify"$/],
    [`https://gw.example${path}/`, /path is/],
    [`https://gw.example/x${path}`, /path is/],
    [`https://gw.example${path.replace('n', '%6e')}`, /path is/],
    [`https://user@gw.example${path}`, /credentials/],
    [`https://user:pass@gw.example${path}`, /credentials/],
    [`https://127.0.0.1${path}`, /address "127.0.0.1" is not public/],
    [`https://2130706433${path}`, /address "127.0.0.1" is not public/],
    [`https://0x7f.1${path}`, /address "127.0.0.1" is not public/],
    [`https://10.1.2.3${path}`, /not public/],
    [`https://169.254.169.254${path}`, /not public/],
    [`https://[::1]${path}`, /address "::1" is not public/],
    [`https://[::ffff:192.168.0.1]${path}`, /not public/],
    [`https://[fe80::1]${path}`, /not public/],
  ]
  const { checkUrl } = createDelivery(options)
  for (const [url, refusal] of cases) {
    if (refusal === undefined) t.equal(checkUrl(url), undefined, url)
    else t.match(checkUrl(url), refusal, url)
  }
})

t.test('plain HTTP and private addresses are allowed separately', async (t) => {
  const http = createDelivery({ ...options, allowHttp: true })
  t.equal(http.checkUrl(`http://gw.example${path}`), undefined)
  t.match(http.checkUrl(`ftp://gw.example${path}`), /scheme/)
  t.match(http.checkUrl(`http://127.0.0.1${path}`), /not public/)
  const local = createDelivery({ ...options, allowPrivateAddresses: true })
  t.equal(local.checkUrl(`https://127.0.0.1${path}`), undefined)
  t.match(local.checkUrl(`http://127.0.0.1${path}`), /scheme/)
})

t.test('public and private addresses', async (t) => {
  const publicAddresses = [
    '1.1.1.1',
    '172.15.0.1',
    '172.32.0.1',
    '100.128.0.1',
    '::ffff:1.1.1.1',
    '2606:4700::1111',
    '3ffe::1',
    '4000::1',
  ]
  const privateAddresses = [
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.255',
    '169.254.1.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    '::127.0.0.1',
    '::ffff:0:7f00:1',
    '64:ff9b::7f00:1',
    '100:0:0:1::1',
    '2002:7f00:1::',
    '2001::1',
    '3fff::1',
    '3fff:fff:ffff::1',
    '5f00::1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'febf::1',
    'ff02::1',
    'localhost',
    '',
    '1.1.1',
  ]
  for (const address of publicAddresses) t.notOk(isPrivateAddress(address), address)
  for (const address of privateAddresses) t.ok(isPrivateAddress(address), address)
})

t.test('a name that resolves only to private addresses is never connected to', async (t) => {
  const { gateway, clock, log, push } = await createDeliveryFixture(t, { allowPrivateAddresses: false })
  push('$1', { url: gateway.url.replace('127.0.0.1', 'localhost') })
  await clock.pause()
  t.match(log[0], /"localhost": expected a public address, found ("127\.0\.0\.1"|"::1")/)
  t.equal(gateway.count(), 0)
})

t.test('a URL that cannot be used is not called, even if it is in the queue', async (t) => {
  const { gateway, log, push } = await createDeliveryFixture(t, { allowPrivateAddresses: false })
  push('$1')
  while (log.length === 0) await setImmediate()
  t.match(log[0], /Cannot use the push gateway URL/)
  t.equal(gateway.count(), 0)
})

t.test('the lookup returns public addresses, one or all as requested', async (t) => {
  const lookUp = (all: boolean) =>
    new Promise<[string | LookupAddress[], number | undefined]>((resolve, reject) =>
      publicLookup('1.1.1.1', { all }, (error, address, family) =>
        error ? reject(error) : resolve([address, family]),
      ),
    )
  t.strictSame(await lookUp(false), ['1.1.1.1', 4])
  t.strictSame(await lookUp(true), [[{ address: '1.1.1.1', family: 4 }], undefined])
})
