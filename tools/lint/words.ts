import { existsSync, readFileSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { parseArgs } from 'node:util'
import { checkWords, type Finding, OTHER_RULES } from './check-words.ts'
import { filesToCheck } from './files.ts'
import { GLOSSARY } from './glossary.ts'
import { renderGlossary } from './render-glossary.ts'

const USAGE = `Usage: tsx tools/lint/words.ts [--root DIR] [--count] [FILES…]
       tsx tools/lint/words.ts --glossary

Checks that doc comments begin with a verb or a noun, and that the words of the glossary are used.
Without FILES it reads every .ts, .yaml and .md file of the repository.

  --root DIR  directory of the repository; default: the current one
  --count     print the number of findings of each rule only
  --glossary  print the glossary as CONTRIBUTING.md has it
  --help      print this text

A comment "words-allow: REASON" on the same line or the line before excuses a finding.
`

/** Runs the lint, and returns its exit code: 0 if nothing was found, 1 if something was. */
function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      root: { type: 'string', default: '.' },
      count: { type: 'boolean', default: false },
      glossary: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help || values.glossary) {
    process.stdout.write(values.help ? USAGE : `${renderGlossary()}\n`)
    return 0
  }
  const root = resolve(values.root)
  const paths = positionals.length > 0 ? positionals.map((path) => relativePath(root, path)) : filesToCheck(root)
  const files = paths.map((path) => ({ path, findings: findingsOf(root, path) }))
  const lines = values.count ? countByRule(files.flatMap(({ findings }) => findings)) : files.flatMap(describe)
  const total = files.reduce((sum, { findings }) => sum + findings.length, 0)
  const summary = `${counted(total, 'finding')} in ${counted(files.length, 'file')}`
  process.stdout.write(`${[...lines, summary].join('\n')}\n`)
  return total === 0 ? 0 : 1
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function relativePath(root: string, path: string): string {
  return relative(root, resolve(path)).replaceAll(sep, '/')
}

function findingsOf(root: string, path: string): Finding[] {
  const file = resolve(root, path)
  // Git still lists a file that was deleted or moved without its knowledge.
  return existsSync(file) ? checkWords(path, readFileSync(file, 'utf8')) : []
}

function describe({ path, findings }: { path: string; findings: Finding[] }): string[] {
  return findings.map(({ rule, line, column, message }) => `${path}:${line}:${column}: ${message} [${rule}]`)
}

function countByRule(findings: Finding[]): string[] {
  const rules = [...OTHER_RULES, ...GLOSSARY.map(({ id }) => id)]
  return rules.map((id) => `${String(findings.filter(({ rule }) => rule === id).length).padStart(5)} ${id}`)
}

process.exitCode = main()
