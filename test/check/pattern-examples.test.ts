import t from 'tap'
import { eachFindsMarked, fence, type MarkedRow } from './found.ts'

// Examples in the style of the specification: a condition in prose, events that match it, and lists of values.

const event = (topic: string) => fence(`{"type": "m.room.topic", "state_key": "", "content": {"topic": ${topic}}}`)
const GIVEN = 'For example, if `key` is `content.topic`, and `pattern` is `te?*`, then\nthe following event'
const list = (lead: string, ...values: string[]) =>
  `${GIVEN} will match:\n\n${event('"tea"')}\n${lead}\n\n${values.map((value) => ` * ${value}\n`).join('')}`

t.test('events after a condition in prose', async (t) => {
  const rows: MarkedRow[] = [
    ['one that matches', `${GIVEN} will match:\n\n${event('"Tea at five"')}`, []],
    ['one that does not', `${GIVEN} will match:\n\n${event('"te"').replace('{', '▲{')}`, ['error event-match']],
    [
      'one that matches and should not',
      `${GIVEN} will NOT match:\n\n${event('"teas"').replace('{', '▲{')}`,
      ['error event-match'],
    ],
    [
      'one without the property',
      `${GIVEN} will match:\n\n${fence('▲{"type": "a.b", "content": {"topics": "tea"}}')}`,
      ['error event-match'],
    ],
    [
      'other words',
      `With a \`key\` of \`content.topic\` and a \`pattern\` of \`te?\`, this event matches:\n\n${event('"tee"')}`,
      [],
    ],
    [
      'a pattern in quotes',
      `If \`pattern\` is \`"te?"\` and \`key\` is \`content.topic\`, this event matches:\n\n${event('"teas"').replace('{', '▲{')}`,
      ['error event-match'],
    ],
  ]
  eachFindsMarked(t, rows)
})

t.test('lists of values', async (t) => {
  const rows: MarkedRow[] = [
    ['values that match', list('Other `topic` values which will match are:', '`"TEA"` (in capitals)', '`"tear"`'), []],
    [
      'one that does not',
      list('Other `topic` values which will match are:', '`"TEA"`', '`▲"te"` (too short)'),
      ['error value-match'],
    ],
    [
      'values that do not match',
      list('The following `topic` values will NOT match:', '`" tea"` (a space)', '`"te"`', '`null` (not a string)'),
      [],
    ],
    [
      'one that does',
      list('The following `topic` values will NOT match:', '`▲"Tea time"`', '`7`'),
      ['error value-match'],
    ],
    ['another property', list('The following `▲name` values do not match:', '`"te"`'), ['warning prose-value']],
    ['values without quotes', list('Values that match:', '`tea`', '`▲te`'), ['error value-match']],
    ['a list about something else', list('Other things:', '`"te"`'), []],
    [
      'a list in another section',
      `${list('Other `topic` values which will match are:')}\n# Next\n\nValues that match:\n\n * \`"te"\`\n`,
      [],
    ],
  ]
  eachFindsMarked(t, rows)
})

t.test('values within sentences', async (t) => {
  const rows: MarkedRow[] = [
    ['right', `${list('Text.')}\n\n\`"teas"\` will also match, but \`"te"\` will not.\n`, []],
    [
      'wrong',
      `${list('Text.')}\n\n\`▲"te"\` and \`"tee"\` match too, but \`▲"teas"\` would not.\n`,
      ['error value-match', 'error value-match'],
    ],
  ]
  eachFindsMarked(t, rows)
})

t.test('conditions about exact values', async (t) => {
  const given = (kind: string, value: string) =>
    `**\`${kind}\`**\n\nIf \`key\` is \`content.x\\.y\`, and \`value\` is \`${value}\`, the following event will match:\n\n`
  const federate = fence('▲{"type": "a.b", "content": {"x.y": true}}')
  const rows: MarkedRow[] = [
    ['an equal value', given('event_property_is', 'true') + federate.replace('▲', ''), []],
    ['another type', given('event_property_is', '"true"') + federate, ['error event-match']],
    [
      'values that do not match',
      `${given('event_property_is', 'true')}${federate.replace('▲', '')}\nThe following \`x.y\` values will NOT match:\n * \`"true"\`\n * \`▲true\`\n`,
      ['error value-match'],
    ],
    [
      'an element of a list',
      `${given('event_property_contains', '"a"')}${fence('{"type": "a.b", "content": {"x.y": ["a"]}}')}\nThe following \`x.y\` values will NOT match:\n * \`":a"\`\n * \`▲"a"\`\n`,
      ['error value-match'],
    ],
    ['a version without the condition', given('event_property_is', 'true') + federate, ['error event-match'], 'v1.6'],
  ]
  eachFindsMarked(t, rows)
})
