import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { vectors } from '../../../suites/vectors/index.ts'
import { differenceOf } from '../../../tools/mutation/ask-every-way.ts'
import { UNHEARD_OF } from '../../../tools/mutation/crowd.ts'
import { loadEngine } from '../../../tools/mutation/engine.ts'
import { compare, readNoChange } from '../../../tools/mutation/no-change.ts'

t.test('the engine as it is agrees with every vector in every way to ask', async (t) => {
  const engine = await loadEngine(fileURLToPath(new URL('../../..', import.meta.url)))
  t.strictSame(
    vectors.map((vector) => differenceOf(engine, vector)).filter((difference) => difference !== undefined),
    [],
  )
  t.notMatch(JSON.stringify(vectors), UNHEARD_OF, 'no event has what the crowd of rules wants')
})

t.test('the list of mutants that change nothing can be read', async (t) => {
  const list = readNoChange(readFileSync(new URL('no-change.yaml', import.meta.url), 'utf8'))
  t.ok(list.length > 0)
})

t.test('a survivor has to be listed, and what is listed has to survive', async (t) => {
  const one = { file: 'a.ts', line: 'a < b', from: '<', to: '<=' }
  const other = { ...one, to: '>' }
  const list = [{ reason: 'same', mutants: [one] }]
  t.match(compare([one], list, ['a.ts']), { explained: [{ count: 1 }], unexplained: [], stale: [] })
  t.match(compare([one, other], list, ['a.ts']), { unexplained: [other], stale: [] })
  t.match(compare([], list, ['a.ts']), { unexplained: [], stale: [one] })
  t.match(compare([], list, ['b.ts']), { stale: [] }, 'of files that were not tried nothing is known')
})
