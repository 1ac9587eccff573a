import t from 'tap'
import { matchesWhole, matchesWords, parseGlob } from '../../../reference/rules/glob.ts'

const MEGABYTE = 1_000_000

/** Creates a text that counts how often it is read. */
function counting(text: string): { text: string; reads(): number } {
  let reads = 0
  const counted = new Proxy(Object(text) as object, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function') return member
      reads += 1
      return member.bind(target)
    },
  })
  return { text: counted as unknown as string, reads: () => reads }
}

/** Counts how often matching a pattern reads a text of `length` letters `a`. */
function readsOf(length: number, pattern: string): number {
  const { text, reads } = counting('a'.repeat(length))
  matchesWhole(parseGlob(pattern), text)
  matchesWords(parseGlob(pattern), text)
  return reads()
}

t.test('twice the text is read at most twice as often, regardless of the number of stars', async (t) => {
  for (const pattern of ['a*a*a*a*b', '*a*a*a*a*a*a*a*a*b*', 'a?*?a*?a?*b', '*?'.repeat(20).concat('b')]) {
    const once = readsOf(500, pattern)
    t.ok(readsOf(1000, pattern) <= 2 * once + 10, `${pattern}: ${once} reads at 500 characters`)
  }
})

t.test('a body of a megabyte is matched in reasonable time', async (t) => {
  const body = 'a'.repeat(MEGABYTE)
  for (const pattern of ['a*a*a*a*b', `${'a*'.repeat(1000)}b`, `${'?'.repeat(20)}b`, '*?b', 'aaaaaaaaab']) {
    t.notOk(matchesWhole(parseGlob(pattern), body), pattern.slice(0, 20))
    t.notOk(matchesWords(parseGlob(pattern), body), pattern.slice(0, 20))
  }
})

t.test('a pattern as long as the largest event is matched in reasonable time', async (t) => {
  const kilobytes = (text: string, count: number) => text.repeat((count * 1024) / text.length)
  const cases: [what: string, pattern: string, text: string][] = [
    ['question marks', `${kilobytes('?', 32)}b`, kilobytes('.', 64)],
    ['question marks between characters', `${kilobytes('.?', 32)}b`, kilobytes('.', 64)],
    ['question marks between stars', `*${kilobytes('a?', 32)}b*`, kilobytes('a', 64)],
    ['one character in the middle off', `${kilobytes('.', 16)}b${kilobytes('.', 16)}`, kilobytes('.', 64)],
    ['words', `${kilobytes('a ', 32)}b`, kilobytes('a ', 64)],
    ['longer than the text', kilobytes('.?', 1024), kilobytes('.', 64)],
  ]
  for (const [what, pattern, text] of cases) {
    t.notOk(matchesWhole(parseGlob(pattern), text), what)
    t.notOk(matchesWords(parseGlob(pattern), text), what)
  }
})
