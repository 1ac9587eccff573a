import t from 'tap'
import { secretsOf } from '../../../suites/harness/push-gateway/configured-devices.ts'

const app_id = 'org.example.app'

t.test('the secrets of devices are labelled by the number of the device and their place in its data', async (t) => {
  const phone = {
    app_id,
    pushkey: 'the phone',
    data: { format: 'event_id_only', auth: 'secret', aps: { tokens: ['deep'] } },
  }
  const secrets = secretsOf({
    reachable: [phone, { app_id, pushkey: 'the tablet' }],
    unregistered: [{ app_id, pushkey: 'an old one' }],
  })
  t.strictSame(secrets, [
    { secret: 'the phone', label: '<device 1>' },
    { secret: 'the tablet', label: '<device 2>' },
    { secret: 'an old one', label: '<unregistered device 1>' },
    { secret: 'secret', label: '<device 1: auth>' },
    { secret: 'deep', label: '<device 1: aps.tokens.0>' },
  ])
})

t.test('a label contains no secret, nor anything long or unusual', async (t) => {
  const data = { 'the-phone': { a: 'first' }, ['x'.repeat(41)]: 'second', 'a <b>': 'third' }
  const labels = secretsOf({ reachable: [{ app_id, pushkey: 'the-phone', data }], unregistered: [] }).map(
    ({ label }) => label,
  )
  t.strictSame(labels, ['<device 1>', '<device 1: data>', '<device 1: data>', '<device 1: data>'])
})
