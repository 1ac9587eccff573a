import { AsyncLocalStorage } from 'node:async_hooks'
import { createHomeserver, type Policies, serve } from '../../reference/index.ts'
import type { SpecVersion } from '../../spec/index.ts'
import { type Case, type CaseContext, type CaseResult, connect, makeCertificate, startRun } from '../../suites/index.ts'

/** The header by which the homeserver learns for which case it is at work. */
const CASE_HEADER = 'x-plexor-case'

/** How the cases are run. */
export interface Pace {
  /** How many cases at once */
  jobs: number
  /** How long a case waits for what has to come, in milliseconds */
  timeoutMs: number
}

/** A reference that cases can be run against, again and again. */
export interface ReferenceWorld {
  /** Which case the homeserver is at work for; `undefined` where that cannot be told. */
  currentCase(): string | undefined
  run(cases: readonly Case[]): Promise<CaseResult[]>
  close(): Promise<void>
}

/** The reference always answers, if late on a busy machine: only what has to come by itself is waited for less long. */
const ANSWER_PATIENCE_MS = 30_000

/** Failed requests are tried again soon, so that a matrix of many hundred runs ends in minutes. */
const BACKOFF = { firstMs: 250 }

const atWorkFor = new AsyncLocalStorage<string>()

/** Starts a reference with these policies, and does the preflight. */
export async function openReference(policies: Policies, specVersion: SpecVersion, pace: Pace): Promise<ReferenceWorld> {
  const certificate = await makeCertificate(['127.0.0.1', 'localhost'])
  const homeserver = createHomeserver({
    specVersion,
    policies,
    delivery: { allowHttp: true, allowPrivateAddresses: true, ca: certificate.ca, backoff: BACKOFF },
  })
  const served = await serve({
    ...homeserver,
    // What goes on because of a request, such as a delivery that is tried again, still is for the case of the request
    fetch(request, peer) {
      const caseId = request.headers.get(CASE_HEADER)
      return caseId === null
        ? homeserver.fetch(request, peer)
        : atWorkFor.run(caseId, () => homeserver.fetch(request, peer))
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
    const sending = new AsyncLocalStorage<string>()
    transport.send = (method, url, headers, body, timeoutMs) => {
      const caseId = sending.getStore()
      const told = caseId === undefined ? headers : { ...headers, [CASE_HEADER]: caseId }
      return send(method, url, told, body, Math.max(timeoutMs, ANSWER_PATIENCE_MS))
    }
    return {
      currentCase: () => atWorkFor.getStore(),
      async run(cases) {
        environment.access.traffic.clear()
        const told = cases.map(
          (one) =>
            ({ ...one, run: (context: CaseContext) => sending.run(one.id, () => one.run(context)) }) satisfies Case,
        )
        const run = startRun(environment, { plexor: '', cases: told, jobs: pace.jobs })
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
