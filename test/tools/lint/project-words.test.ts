import { readFileSync } from 'node:fs'
import t from 'tap'

t.test("the spelling checker's words are sorted, each on a line and once", async (t) => {
  const words = readFileSync('tools/lint/words.txt', 'utf8').trimEnd().split('\n')
  const sorted = [...new Set(words)].toSorted((one, other) => one.localeCompare(other, 'en'))
  t.strictSame(words, sorted)
  t.strictSame(
    words.filter((word) => !/^[A-Za-z]+$/.test(word)),
    [],
  )
})
