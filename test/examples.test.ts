import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { runProgram } from '../tools/interop/run-program.ts'
import { temporaryFolder } from './temporary-folder.ts'

// The examples in the doc comments of the public entries run, and print what their comments say.

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const COMPILE_CACHE = new URL('compile-cache.js', import.meta.url)
const ENTRIES = ['suites/index.ts', 'reference/rules/index.ts', 'reference/index.ts', 'spec/index.ts']

/** Source file of each entry of the package, by the name that programs import. */
const SOURCES: Record<string, string> = {
  plexor: 'suites/index.ts',
  'plexor/rules': 'reference/rules/index.ts',
  'plexor/reference': 'reference/index.ts',
  'plexor/spec': 'spec/index.ts',
}

/** Returns the programs of the `@example` tags of a file. */
function examplesIn(file: string): string[] {
  const comments = readFileSync(join(ROOT, file), 'utf8').match(/\/\*\*[\s\S]*?\*\//g) ?? []
  return comments.flatMap((comment) => {
    const text = comment.replaceAll(/^ *\* ?/gm, '')
    return [...text.matchAll(/@example[^\n]*\n+```ts\n([\s\S]*?)```/g)].map(([, program = '']) => program)
  })
}

/** Returns what a program prints by its own comments: those behind `console.log(…)`. */
function promisedBy(program: string): string[] {
  return [...program.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map(([, output = '']) => output)
}

for (const entry of ENTRIES) {
  t.test(`the examples of ${entry} run`, async (t) => {
    const examples = examplesIn(entry)
    t.not(examples.length, 0, 'there is an example')
    for (const [index, example] of examples.entries()) {
      const program = example.replaceAll(/from '(plexor[a-z/]*)'/g, (whole, name: string) => {
        const source = SOURCES[name]
        return source === undefined ? whole : `from ${JSON.stringify(join(ROOT, source))}`
      })
      const promised = promisedBy(example)
      t.not(promised.length, 0, 'it prints something')
      const folder = temporaryFolder(t, { 'package.json': '{"type":"module"}', [`example-${index}.ts`]: program })
      const options = [`--import=${COMPILE_CACHE}`, '--disable-warning=ExperimentalWarning']
      const args = [...options, join(folder, `example-${index}.ts`)]
      const { code, output } = await runProgram(process.execPath, args)
      t.equal(code, 0, output)
      t.strictSame(output.trim().split('\n'), promised)
    }
  })
}
