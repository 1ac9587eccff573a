import t from 'tap'
import { lookUp, parsePropertyPath } from '../../../reference/rules/property-path.ts'
import { NEWEST, SPEC_VERSIONS } from '../../../spec/versions.ts'

t.test('since v1.7 a backslash escapes a dot or a backslash, and is literal elsewhere', async (t) => {
  const cases: [path: string, names: string[]][] = [
    ['type', ['type']],
    ['content.body', ['content', 'body']],
    ['content.m\\.mentions.room', ['content', 'm.mentions', 'room']],
    ['a\\\\.b', ['a\\', 'b']],
    ['a\\\\\\.b', ['a\\.b']],
    ['a\\\\b', ['a\\b']],
    ['a\\b', ['a\\b']],
    ['a\\\\\\b', ['a\\\\b']],
    ['a.b\\', ['a', 'b\\']],
    ['a.b\\.', ['a', 'b.']],
    ['', ['']],
    ['.', ['', '']],
    ['..a', ['', '', 'a']],
    ['a.', ['a', '']],
    ['a..b', ['a', '', 'b']],
    ['a\nb.c', ['a\nb', 'c']],
  ]
  for (const [path, names] of cases) t.strictSame(parsePropertyPath(path, NEWEST), names, JSON.stringify(path))
})

t.test('before v1.7 every dot separates two names', async (t) => {
  for (const specVersion of SPEC_VERSIONS.slice(0, SPEC_VERSIONS.indexOf('v1.7'))) {
    t.strictSame(parsePropertyPath('a\\.b.c', specVersion), ['a\\', 'b', 'c'], specVersion)
  }
})

t.test('only the own properties of objects are looked up', async (t) => {
  const event = stringAndMore()
  const cases: [path: string[], value: unknown][] = [
    [['content', 'body'], 'hello'],
    [['content', ''], 'empty name'],
    [['content', 'list'], ['x']],
    [['content', 'nothing'], null],
    [['content', 'list', '0'], undefined],
    [['content', 'list', 'length'], undefined],
    [['content', 'body', 'length'], undefined],
    [['content', 'nothing', 'more'], undefined],
    [['content', 'absent'], undefined],
    [['content', 'constructor', 'name'], undefined],
    [['content', 'toString'], undefined],
    [['content', '__proto__', 'trap'], 'own'],
    [['__proto__'], undefined],
  ]
  for (const [path, value] of cases) t.strictSame(lookUp(event, path), value, path.join(' > '))
})

function stringAndMore(): unknown {
  return JSON.parse(
    '{"content":{"body":"hello","":"empty name","list":["x"],"nothing":null,"__proto__":{"trap":"own"}}}',
  )
}
