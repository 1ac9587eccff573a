import { deepStrictEqual, match, ok } from 'node:assert/strict'
import { connect, makeCertificate, TargetError } from '../../../suites/index.ts'
import { makeTlsCertificate, startTlsServer, WRONG_CERTIFICATES } from './tls-servers.ts'

for (const { what, options, trusts = false, reason, advice } of WRONG_CERTIFICATES) {
  Deno.test(`a certificate that ${what} is described, and the advice fits`, async () => {
    const certificate = await makeTlsCertificate(options)
    const { port, close } = await startTlsServer(certificate)
    try {
      const error = await fail(`https://127.0.0.1:${port}`, trusts ? certificate.ca : undefined)
      match(error.message, reason)
      deepStrictEqual(error.advice.length, advice.length)
      for (const [index, pattern] of advice.entries()) match(error.advice[index] ?? '', pattern)
    } finally {
      close()
    }
  })
}

Deno.test('http on a port that speaks TLS', async () => {
  const { port, close } = await startTlsServer(await makeTlsCertificate())
  try {
    deepStrictEqual((await fail(`http://127.0.0.1:${port}`)).advice, [`Use https://127.0.0.1:${port} as the target`])
  } finally {
    close()
  }
})

async function fail(url: string, ca?: string): Promise<TargetError> {
  const certificate = await makeCertificate(['127.0.0.1'])
  const error = await connect({
    ...{ name: 'target', url, specVersion: 'auto', credentials: {}, timeoutMs: 20_000, connections: 2 },
    receiver: { host: '127.0.0.1', ports: { http: 0 }, certificate },
    ...(ca === undefined ? {} : { ca }),
  }).catch((thrown: unknown) => thrown)
  ok(error instanceof TargetError, String(error))
  return error
}
