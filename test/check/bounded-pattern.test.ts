import t from 'tap'
import { boundedPattern } from '../../check/rules/schemas/bounded-pattern.ts'

const TEXT = 'no match'

t.test('a pattern that takes little time decides', (t) => {
  for (const pattern of [
    '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$',
    '^(ab)+$',
    '^(\\d{2}:)+$',
    '^[(|)*+]+$',
    '^\\(a*\\)+$',
    '^(a|b)?c$',
    '^a*b*c*$',
  ]) {
    t.notOk(boundedPattern(pattern, 'u', { spentMs: 0 }).test(TEXT), pattern)
  }
  t.end()
})

t.test('a pattern that can take very long accepts everything', (t) => {
  for (const pattern of [
    '^(a|a)*$',
    '^(a+)+$',
    '^((a|a))*$',
    '^(?:a*){10}$',
    '^(\\d{1,2})+$',
    '^(a|b){2,}$',
    '^a*a*a*a*$',
    `^${'x'.repeat(200)}$`,
  ]) {
    t.ok(boundedPattern(pattern, 'u', { spentMs: 0 }).test(TEXT), pattern)
  }
  t.end()
})

t.test('each pattern has a text of its own', (t) => {
  t.equal(String(boundedPattern('^a$', 'u', { spentMs: 0 })), '/^a$/u')
  t.end()
})

t.test('a text that is too long is accepted, and so is every text when the time is over', (t) => {
  t.ok(boundedPattern('^a$', 'u', { spentMs: 0 }).test('b'.repeat(501)))
  t.ok(boundedPattern('^a$', 'u', { spentMs: 2_001 }).test('b'))
  t.end()
})
