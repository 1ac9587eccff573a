import t from 'tap'
import { makeCertificates } from './certificates.ts'
import { createDeliveryFixture, eventIdIn } from './delivery-fixture.ts'
import { startGateway } from './test-gateway.ts'

t.test('over HTTPS the certificate is verified, with a further authority if one is given', async (t) => {
  const certificates = await makeCertificates()
  const gateway = await startGateway(certificates)
  t.teardown(() => gateway.close())

  const anonymousClient = await createDeliveryFixture(t)
  anonymousClient.push('$1', { url: gateway.url })
  await anonymousClient.clock.pause()
  t.match(anonymousClient.log[0], /certificate/i)
  t.equal(gateway.count(), 0)

  const friend = await createDeliveryFixture(t, { allowHttp: false, ca: certificates.ca })
  friend.push('$2', { url: gateway.url })
  t.equal(eventIdIn(await gateway.request()), '$2')
})
