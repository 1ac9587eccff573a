import { createServer, get } from 'node:https'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { type Certificate, makeCertificate } from '../../../suites/index.ts'

const [certificate, another] = await Promise.all([makeCertificate(['127.0.0.1', 'localhost']), makeCertificate([])])

/** Serves with the certificate, and returns the port. */
async function serve(t: Test, { cert, key }: Certificate): Promise<number> {
  const server = createServer({ cert, key }, (_request, response) => response.end('hello'))
  const { promise: listening, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await listening
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}

/** Sends a request over HTTPS, and returns the status or the code of the error. */
async function ask(host: string, port: number, ca?: string): Promise<number | string | undefined> {
  const { promise: outcome, resolve } = Promise.withResolvers<number | string | undefined>()
  const trust = ca === undefined ? {} : { ca }
  get({ host, port, family: 4, agent: false, ...trust }, (response) => {
    response.resume()
    resolve(response.statusCode)
  }).once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
  return await outcome
}

for (const host of ['127.0.0.1', 'localhost']) {
  t.test(`a client that trusts the CA accepts the certificate for ${host}`, async (t) => {
    t.equal(await ask(host, await serve(t, certificate), certificate.ca), 200)
  })
}

t.test('a client that does not trust the CA refuses the certificate', async (t) => {
  const port = await serve(t, certificate)
  t.match(await ask('127.0.0.1', port), /^(UNABLE_TO|SELF_SIGNED)/)
  t.match(
    await ask('127.0.0.1', port, another.ca),
    /^(UNABLE_TO|SELF_SIGNED|CERT_SIGNATURE)/,
    'with the CA of another run',
  )
})

t.test('the certificate can only be used for its own names', async (t) => {
  const port = await serve(t, another)
  t.equal(await ask('127.0.0.1', port, another.ca), 'ERR_TLS_CERT_ALTNAME_INVALID')
})
