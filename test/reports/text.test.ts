import t from 'tap'
import { beginningOf, duration, plural, shorten, visible, visibleLines } from '../../common/text.ts'
import { HOSTILE } from './sample-run.ts'

const VISIBLE: [what: string, text: string, shown: string][] = [
  ['an ANSI escape', '\u001b[31m', '\\u{1b}[31m'],
  ['NUL and BEL', '\u0000\u0007', '\\u{0}\\u{7}'],
  ['DEL and a C1 control', '\u007f\u009b2J', '\\u{7f}\\u{9b}2J'],
  ['line breaks and tabs', 'a\r\n\tb', 'a\\r\\n\\tb'],
  ['line and paragraph separators', '\u2028\u2029', '\\u{2028}\\u{2029}'],
  ['text direction', '\u202e\u2066\u200f', '\\u{202e}\\u{2066}\\u{200f}'],
  ['half a surrogate pair', 'a\ud800b', 'a\\u{d800}b'],
  ['characters that are not assigned', '\ufffe\uffff', '\\u{fffe}\\u{ffff}'],
  ['a byte order mark', '\ufeff', '\\u{feff}'],
]

for (const [what, text, shown] of VISIBLE) {
  t.test(`${what} is made visible`, (t) => {
    t.equal(visible(text), shown)
    t.end()
  })
}

t.test('letters of all scripts and emoji stay unchanged', (t) => {
  const text = 'naïve 日本 עברית 👩‍👩‍👧 😀'
  t.equal(visible(text), text)
  t.end()
})

t.test('lines stay lines', (t) => {
  t.same(visibleLines('a\r\nb\u0000\n\nc'), ['a', 'b\\u{0}', '', 'c'])
  t.notMatch(visibleLines(HOSTILE).join(''), /\p{Cc}/u)
  t.end()
})

t.test('a long text is cut between characters, with the number of missing ones', (t) => {
  t.equal(shorten('abc', 3), 'abc')
  t.equal(shorten('abcd', 3), 'abc… (1 more character)')
  t.equal(shorten('a😀bc', 2), 'a… (4 more characters)')
  t.end()
})

t.test('counts and spans read well', (t) => {
  t.equal(plural(1, 'case'), '1 case')
  t.equal(plural(0, 'case'), '0 cases')
  t.equal(duration(999.4), '999 ms')
  t.equal(duration(12_345), '12.3 s')
  t.end()
})

t.test('the beginning of a text never ends with half a character', async (t) => {
  t.equal(beginningOf('short', 5), 'short')
  t.equal(beginningOf('shorter', 5), 'short')
  t.equal(beginningOf('abc😀', 4), 'abc')
  t.equal(beginningOf('\ufeffabc', 2), '\ufeffa')
})
