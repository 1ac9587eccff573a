import { readFileSync } from 'node:fs'
import t from 'tap'
import { GLOSSARY } from '../../../tools/lint/glossary.ts'
import { glossarySection, renderGlossary } from '../../../tools/lint/render-glossary.ts'

const CONTRIBUTING = readFileSync('CONTRIBUTING.md', 'utf8')

t.test('CONTRIBUTING.md has the glossary under "Words"', async (t) => {
  const section = glossarySection(CONTRIBUTING)
  t.ok(section, 'has both marks')
  if (section === undefined) return
  t.equal(CONTRIBUTING.slice(section.start, section.end), renderGlossary())
  const heading = CONTRIBUTING.slice(0, section.start)
    .match(/^## .*$/gm)
    ?.at(-1)
  t.equal(heading, '## Words')
})

t.test('each word has one entry', async (t) => {
  const ids = GLOSSARY.map(({ id }) => id)
  t.strictSame(ids, [...new Set(ids)])
})

t.test('a space in a pattern is a space of its own, which stands for any white space', async (t) => {
  for (const { id, patterns } of GLOSSARY) {
    for (const pattern of Object.values(patterns)) {
      t.notMatch(pattern.source, /\[[^\]]* [^\]]*\]/, id)
    }
  }
})

t.test('patterns keep no position between texts', async (t) => {
  for (const { id, patterns } of GLOSSARY) {
    for (const pattern of Object.values(patterns)) {
      t.notOk(pattern.global || pattern.sticky, `${id} has no flag that keeps a position`)
    }
  }
})
