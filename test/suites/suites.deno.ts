import { startNativeRun } from './native-run.ts'

// Every case of the suites as a test of Deno, against the target in PLEXOR_TARGET or the built-in reference.
const { tests, close } = await startNativeRun()

// The run belongs to all tests together, so what one of them leaves open is closed by the last.
const shared = { sanitizeOps: false, sanitizeResources: false, sanitizeExit: false }

for (const { id, title, judge } of tests) {
  Deno.test({ ...shared, name: `${id}: ${title}`, fn: async () => void (await judge()) })
}

Deno.test({ ...shared, name: 'the run ends', fn: close })
