import t from 'tap'
import { makeCertificates } from './certificates.ts'
import { createDeliveryFixture, eventIdIn } from './delivery-fixture.ts'
import { startTestGateway } from './test-gateway.ts'

t.test('over HTTPS the certificate is verified, with a further CA if one is given', async (t) => {
  const certificates = await makeCertificates()
  const gateway = await startTestGateway(certificates)
  t.teardown(() => gateway.close())

  const distrusting = await createDeliveryFixture(t)
  distrusting.push('$1', { url: gateway.url })
  await distrusting.clock.pause()
  t.match(distrusting.log[0], /certificate/i)
  t.equal(gateway.count(), 0)

  const trusting = await createDeliveryFixture(t, { allowHttp: false, ca: certificates.ca })
  trusting.push('$2', { url: gateway.url })
  t.equal(eventIdIn(await gateway.request()), '$2')
})
