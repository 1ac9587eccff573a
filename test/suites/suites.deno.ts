import { startNativeRun } from './native-run.ts'

// Runs every case as a test of Deno, against the target in PLEXOR_TARGET or the built-in reference.
const { tests, close } = await startNativeRun()

// All tests share one run, and the last test closes it.
const shared = { sanitizeOps: false, sanitizeResources: false, sanitizeExit: false }

for (const { id, title, judge } of tests) {
  Deno.test({ ...shared, name: `${id}: ${title}`, fn: async () => void (await judge()) })
}

Deno.test({ ...shared, name: 'the run ends', fn: close })
