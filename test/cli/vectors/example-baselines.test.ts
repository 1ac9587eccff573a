import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { loadBaseline } from '../../../run/baseline.ts'
import { vectors } from '../../../suites/vectors/index.ts'

const FOLDER = fileURLToPath(new URL('../../../examples/vectors/', import.meta.url))

const evaluators = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
)

for (const evaluator of evaluators) {
  const file = `${evaluator}/baseline.yaml`
  const entries = [...loadBaseline(readFileSync(FOLDER + file, 'utf8'), file).values()]

  t.test(
    `the baseline of ${evaluator} gives a reason with its section for each vector, and what it fails for`,
    async (t) => {
      t.not(entries.length, 0)
      for (const { case: id, kind, reason, messages } of entries) {
        const vector = vectors.find((vector) => vector.id === id)
        t.ok(vector, `${id} is a vector`)
        t.not(vector?.level, 'unspecified', `${id} can fail`)
        t.equal(kind, 'must-fail')
        t.match(reason, /^(?!TODO).+ \(https:\/\/spec\.matrix\.org\/v1\.19\/[^ ]+#[^ ]+\)$/, id)
        t.ok(messages, id)
      }
    },
  )

  t.test(`the README of the evaluators counts the known failures of ${evaluator}`, async (t) => {
    const row = readFileSync(`${FOLDER}README.md`, 'utf8')
      .split('\n')
      .find((line) => line.includes(`](${evaluator}) |`))
    t.equal(row?.split('|')[7]?.trim(), String(entries.length))
  })
}
