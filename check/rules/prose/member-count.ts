import type { DocumentContext, RuleExample } from '../../document-context.ts'
import type { Prose } from '../../read/prose.ts'
import { get, textOf } from '../../read/tree.ts'
import { conditionsHold, conditionsOf } from '../push-rules/evaluate.ts'

const NUMBERS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]
const NUMBER = `(\\d{1,6}|${NUMBERS.join('|')})`

/** Phrases about a number of members, with their meaning. */
const CLAIMS: [RegExp, (count: number, limit: number) => boolean][] = [
  [claim(`exactly ${NUMBER} members`), (count, limit) => count === limit],
  [claim(`${NUMBER} members or (?:fewer|less)`), (count, limit) => count <= limit],
  [claim(`${NUMBER} or (?:fewer|less) members`), (count, limit) => count <= limit],
  [claim(`(?:at most|up to|no more than) ${NUMBER} members`), (count, limit) => count <= limit],
  [claim(`(?:fewer|less) than ${NUMBER} members`), (count, limit) => count < limit],
  [claim(`(?<!no )more than ${NUMBER} members`), (count, limit) => count > limit],
  [claim(`${NUMBER} members or more`), (count, limit) => count >= limit],
  [claim(`${NUMBER} or more members`), (count, limit) => count >= limit],
  [claim(`(?:at least|no fewer than) ${NUMBER} members`), (count, limit) => count >= limit],
]

/** Matches any number of members. */
const ANY_NUMBER = new RegExp(`\\b${NUMBER}\\s+(?:or\\s+\\w+\\s+)?members\\b`, 'gi')

function claim(words: string): RegExp {
  return new RegExp(`\\b${words}\\b`.replaceAll(' ', '\\s+').replace('\\b(?<!no\\s+)', '(?<!no\\s)\\b'), 'i')
}

/** Compares a number of members in the prose with the condition of the rule, for counts near that number. */
export function checkCount({ tree }: RuleExample, description: Prose, { report, specVersion }: DocumentContext): void {
  const conditions = conditionsOf(tree).filter((one) => textOf(get(one, 'kind')) === 'room_member_count')
  const [condition] = conditions
  const is = get(condition, 'is')
  const stated = textOf(is)
  if (condition === undefined || conditions.length > 1 || is === undefined || !/^[=<>]*[0-9]+$/.test(stated ?? ''))
    return
  const found = CLAIMS.flatMap(([words, holds]) => {
    const match = words.exec(description.text)
    return match === null ? [] : [{ words: match[0], limit: numberOf(match[1] ?? ''), holds }]
  })
  const [says, ...more] = found
  const numbers = description.text.match(ANY_NUMBER) ?? []
  if (says === undefined || more.length > 0 || numbers.length > 1) return
  const limit = Number(/\d+/.exec(stated ?? '')?.[0])
  const counts = [says.limit, limit].flatMap((number) => [number - 1, number, number + 1]).filter((count) => count >= 0)
  const other = counts.find((memberCount) => {
    const event = { type: 'm.room.message', sender: '@a:b', room_id: '!a:b', content: {} }
    const holds = conditionsHold([{ kind: 'room_member_count', is: stated }], event, specVersion, { memberCount })
    return holds !== says.holds(memberCount, says.limit)
  })
  if (other === undefined) return
  const quoted = says.words.replaceAll(/\s+/g, ' ')
  report('prose-count', is.range, `The text above says "${quoted}", but "${stated}" differs for ${other} members`)
}

function numberOf(text: string): number {
  const index = NUMBERS.indexOf(text.toLowerCase())
  return index === -1 ? Number(text) : index
}
