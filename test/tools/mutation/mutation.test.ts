import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { vectors } from '../../../suites/vectors/index.ts'
import { differenceOf } from '../../../tools/mutation/ask-every-way.ts'
import { UNUSED_TEXT } from '../../../tools/mutation/crowd.ts'
import { loadEngine } from '../../../tools/mutation/engine.ts'
import { compare, readNoChange } from '../../../tools/mutation/no-change.ts'

t.test('the engine agrees with every vector, however it evaluates the rules', async (t) => {
  const engine = await loadEngine(fileURLToPath(new URL('../../..', import.meta.url)))
  t.strictSame(
    vectors.map((vector) => differenceOf(engine, vector)).filter((difference) => difference !== undefined),
    [],
  )
  t.notMatch(JSON.stringify(vectors), UNUSED_TEXT, 'no event contains the string that the added rules require')
})

t.test('the list of equivalent mutants can be read, and names existing code', async (t) => {
  const list = readNoChange(readFileSync(new URL('../../../tools/mutation/no-change.yaml', import.meta.url), 'utf8'))
  t.ok(list.length > 0)
  for (const { file, line } of list.flatMap(({ mutants }) => mutants)) {
    const source = readFileSync(new URL(`../../../reference/rules/${file}`, import.meta.url), 'utf8')
    t.ok(
      source.split('\n').some((text) => text.trim() === line),
      `${file}: ${line}`,
    )
  }
})

t.test('survivors must be listed, and listed mutants must survive', async (t) => {
  const one = { file: 'a.ts', line: 'a < b', from: '<', to: '<=' }
  const other = { ...one, to: '>' }
  const list = [{ reason: 'same', mutants: [one] }]
  t.match(compare([one], list, ['a.ts']), { explained: [{ count: 1 }], unexplained: [], stale: [] })
  t.match(compare([one, other], list, ['a.ts']), { unexplained: [other], stale: [] })
  t.match(compare([], list, ['a.ts']), { unexplained: [], stale: [one] })
  t.match(compare([], list, ['b.ts']), { stale: [] }, 'entries of files that were not run are ignored')
})
