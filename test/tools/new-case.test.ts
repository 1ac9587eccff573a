import { readFileSync } from 'node:fs'
import t from 'tap'
import { newCase } from '../../tools/new-case.ts'

const read = (path: string) => {
  try {
    return readFileSync(new URL(`../../suites/${path}`, import.meta.url), 'utf8')
  } catch {
    return undefined
  }
}

t.test('a new case gets a file and is added to the index of its area', async (t) => {
  const { file, index } = newCase('pushers/sets-another-tag', 'pushers.own-only', read)
  t.equal(file.path, 'pushers/sets-another-tag.ts')
  t.match(file.text, /id: 'pushers\/sets-another-tag'/)
  t.match(file.text, /verifies: \['pushers\.own-only'\]/)
  t.equal(index.path, 'pushers/index.ts')
  t.match(index.text, "import { setsAnotherTag } from './sets-another-tag.ts'\n")
  t.match(index.text, /, \.\.\.setsAnotherTag\]\n$/)
})

t.test('a new case verifies the first judged requirement of its area by default', async (t) => {
  t.match(newCase('pushers/more', undefined, read).file.text, /verifies: \['pushers\.[a-z-]+'\]/)
})

t.test('an invalid id is refused with a message', async (t) => {
  t.throws(() => newCase('pushers', undefined, read), /Case id: expected AREA\/NAME .*, found "pushers"/)
  t.throws(() => newCase('Pushers/x', undefined, read), /found "Pushers\/x"/)
  t.throws(() => newCase('tea/cups', undefined, read), /Unknown area "tea"/)
  t.throws(() => newCase('pushers/none-initially', undefined, read), /exists already/)
  t.throws(() => newCase('pushers/lifecycle', undefined, read), /suites\/pushers\/lifecycle\.ts exists already/)
  t.throws(() => newCase('pushers/x', 'pushers.no-such', read), /Unknown requirement "pushers\.no-such"/)
})
