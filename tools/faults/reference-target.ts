import { AsyncLocalStorage } from 'node:async_hooks'
import { createHomeserver, type Policies, serve } from '../../reference/index.ts'
import type { SpecVersion } from '../../spec/index.ts'
import { type Case, type CaseContext, type CaseResult, connect, makeCertificate, startRun } from '../../suites/index.ts'

/** Header that names the case of a request to the homeserver. */
const CASE_HEADER = 'x-plexor-case'

/** Concurrency and timeout of a run. */
export interface Pace {
  /** Number of cases at once */
  jobs: number
  /** Milliseconds that a case waits for something that the target sends by itself */
  timeoutMs: number
}

/** Reference homeserver that cases can be run against repeatedly. */
export interface ReferenceTarget {
  /** Returns the case that the homeserver is working for; `undefined` if unknown. */
  currentCase(): string | undefined
  /** Runs cases. */
  run(cases: readonly Case[]): Promise<CaseResult[]>
  close(): Promise<void>
}

/** Minimum timeout of responses. The reference always responds, but can be slow on a busy machine. */
const RESPONSE_TIMEOUT_MS = 30_000

/** Time for what a fault does in the background, and a restart that loses nothing. */
const PAUSES = { settleMs: 1_000, halfway: { run: async () => {}, timeoutMs: RESPONSE_TIMEOUT_MS } }

/** Failed requests are sent again soon, so that a matrix of many hundred runs takes minutes. */
const BACKOFF = { firstMs: 250 }

const workingFor = new AsyncLocalStorage<string>()

/** Starts a reference homeserver with these policies, and performs the preflight checks. */
export async function openReference(
  policies: Policies,
  specVersion: SpecVersion,
  pace: Pace,
): Promise<ReferenceTarget> {
  const certificate = await makeCertificate(['127.0.0.1', 'localhost'])
  const homeserver = createHomeserver({
    specVersion,
    policies,
    delivery: { allowHttp: true, allowPrivateAddresses: true, ca: certificate.ca, backoff: BACKOFF },
  })
  const served = await serve({
    ...homeserver,
    // Work that a request causes later, such as a delivery that is retried, still belongs to the case of the request
    fetch(request, peer) {
      const caseId = request.headers.get(CASE_HEADER)
      return caseId === null
        ? homeserver.fetch(request, peer)
        : workingFor.run(caseId, () => homeserver.fetch(request, peer))
    },
  })
  const closeServer = async () => {
    await served.close()
    await homeserver.close()
  }
  try {
    const { environment, close } = await connect({
      ...{ name: 'ref:', url: served.url, specVersion, credentials: {}, timeoutMs: pace.timeoutMs },
      connections: pace.jobs * 2,
      receiver: { host: '127.0.0.1', ports: { https: 0 }, certificate },
    })
    const { transport } = environment.access
    const send = transport.send.bind(transport)
    const sendingFor = new AsyncLocalStorage<string>()
    transport.send = (method, url, headers, body, timeoutMs) => {
      const caseId = sendingFor.getStore()
      const withCase = caseId === undefined ? headers : { ...headers, [CASE_HEADER]: caseId }
      return send(method, url, withCase, body, Math.max(timeoutMs, RESPONSE_TIMEOUT_MS))
    }
    return {
      currentCase: () => workingFor.getStore(),
      async run(cases) {
        environment.access.traffic.clear()
        const wrapped = cases.map(
          (one) =>
            ({ ...one, run: (context: CaseContext) => sendingFor.run(one.id, () => one.run(context)) }) satisfies Case,
        )
        // A fault that stops all pushes has to turn every case red that it affects
        const options = { plexor: '', cases: wrapped, jobs: pace.jobs, watchesDelivery: false, ...PAUSES }
        const run = startRun(environment, options)
        return (await run.finished).cases
      },
      close: async () => {
        await close()
        await closeServer()
      },
    }
  } catch (error) {
    await closeServer()
    throw error
  }
}
