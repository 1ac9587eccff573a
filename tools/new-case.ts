/**
 * Adds a case that runs: the command behind `npm run new-case AREA/NAME [REQUIREMENT]`.
 *
 * Writes `suites/AREA/NAME.ts` and adds it to `suites/AREA/index.ts`. The case sends a message and expects its push, so
 * it passes at once; replace its body, its title and its fairness.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { requirements } from '../spec/index.ts'
import { allCases } from '../suites/index.ts'

const SUITES = fileURLToPath(new URL('../suites/', import.meta.url))

/** Files to write for a new case, by path below `suites/`. */
export interface NewCase {
  file: { path: string; text: string }
  index: { path: string; text: string }
}

/**
 * Returns the source of a new case, and the index of its area with the case added.
 *
 * @param id id of the case, `area/name`
 * @param requirementId requirement that it verifies; default: the first judged one of the area
 * @param readSuiteFile reads a file below `suites/`; `undefined` if it does not exist
 * @throws {RangeError} when the id is malformed or taken, or the area or the requirement does not exist
 */
export function newCase(
  id: string,
  requirementId: string | undefined,
  readSuiteFile: (path: string) => string | undefined,
): NewCase {
  const [, area = '', name = ''] = /^([a-z]+(?:-[a-z]+)*)\/([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(id) ?? []
  if (name === '') throw new RangeError(`Case id: expected AREA/NAME in lower case with hyphens, found "${id}"`)
  const index = readSuiteFile(`${area}/index.ts`)
  if (index === undefined) throw new RangeError(`Unknown area "${area}": expected a folder of suites/ that has cases`)
  if (allCases.some((existing) => existing.id === id)) throw new RangeError(`The case ${id} exists already`)
  const path = `${area}/${name}.ts`
  if (readSuiteFile(path) !== undefined) throw new RangeError(`The file suites/${path} exists already`)
  const exported = camelCase(name)
  return {
    file: { path, text: sourceOf(id, exported, requirementFor(area, requirementId)) },
    index: { path: `${area}/index.ts`, text: withModule(index, `./${name}.ts`, exported) },
  }
}

function requirementFor(area: string, requirementId: string | undefined): string {
  const rows = requirements.filter(({ id }) =>
    requirementId === undefined ? id.startsWith(`${area}.`) : id === requirementId,
  )
  const judged = rows.find(
    ({ level, excluded }) => level !== 'may' && level !== 'unspecified' && excluded === undefined,
  )
  const row = judged ?? rows[0]
  if (row === undefined) throw new RangeError(`Unknown requirement "${requirementId ?? `${area}.*`}"`)
  return row.id
}

function sourceOf(id: string, exported: string, requirementId: string): string {
  return `import { defineCase } from '../harness/case/case.ts'

export const ${exported} = [
  defineCase({
    id: '${id}',
    title: 'A message is pushed to the user',
    verifies: ['${requirementId}'],
    fairness: 'TODO: say why a conforming server that works differently from the reference passes.',
    async run({ sharedScene }) {
      const { bob, room, pusher } = await sharedScene()
      const message = await bob.send(room, 'hello')
      await pusher.expectPush(message)
    },
  }),
]
`
}

/** Adds an import and an element to the list that the index of an area exports. */
function withModule(index: string, specifier: string, exported: string): string {
  const line = `import { ${exported} } from '${specifier}'`
  const imports = [...index.matchAll(/^import .*$/gm)].map(([text]) => text)
  const others = imports.filter((text) => text.includes("from './"))
  const next = others.find((text) => (/'(.+)'/.exec(text)?.[1] ?? '') > specifier)
  const withImport =
    next === undefined
      ? index.replace(imports.at(-1) ?? /^/, (last) => (last === '' ? `${line}\n` : `${last}\n${line}`))
      : index.replace(next, `${line}\n${next}`)
  return withImport.replace(/,?\s*\](?=[^\]]*$)/, `, ...${exported}]`)
}

function camelCase(name: string): string {
  const joined = name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  return /^\d/.test(joined) ? `case${joined}` : joined
}

function readSuiteFile(path: string): string | undefined {
  return existsSync(SUITES + path) ? readFileSync(SUITES + path, 'utf8') : undefined
}

function main([id, requirementId, ...more]: readonly string[]): number {
  if (id === undefined || more.length > 0) {
    process.stderr.write('Usage: npm run new-case AREA/NAME [REQUIREMENT]\n')
    return 2
  }
  try {
    const { file, index } = newCase(id, requirementId, readSuiteFile)
    for (const { path, text } of [file, index]) writeFileSync(SUITES + path, text)
    process.stdout.write(
      `suites/${file.path}\nsuites/${index.path}\n\n` +
        `Run it:  npm run -s plexor -- test ref: --only ${id}\n` +
        'Next:    replace title, fairness and run; name faults in caughtBy; see docs/writing-cases.md\n',
    )
    return 0
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    process.stderr.write(`${error.message}\n`)
    return 2
  }
}

if (import.meta.filename === process.argv[1]) process.exitCode = main(process.argv.slice(2))
