import { plural, shorten } from '../../common/text.ts'
import { isOpen, noteOf, parts } from '../../reports/comparison/words.ts'
import { codeSpan, prose, row } from '../../reports/markdown/text.ts'
import {
  type Cell,
  type CellKind,
  type ComparedRequirement,
  type Comparison,
  type Level,
  topicOf,
} from '../../run/index.ts'
import { TOPICS } from '../../spec/index.ts'
import type { Group, PublishedRun } from './published-runs.ts'

/** Published runs of one kind of implementation, with their comparison if there are several. */
export interface GroupState {
  group: Group
  published: readonly PublishedRun[]
  comparison?: Comparison
}

/** Maximum length of the text of a requirement and of a note, in UTF-16 code units. The pages have all of it. */
const MAX_TEXT = 220

/** Marks of a cell. Whether a baseline lists a failure makes no difference to a user of the implementation. */
const MARKS: Readonly<Record<CellKind, string>> = {
  passed: '✓',
  failed: '✗',
  known: '✗',
  warned: '~',
  noted: '•',
  inconclusive: '?',
  'n/a': '–',
  missing: '–',
}

const TITLES: Readonly<Record<Group, string>> = {
  homeservers: 'Homeservers',
  evaluators: 'Evaluators of push rules',
  gateways: 'Push gateways',
}

const INTRODUCTIONS: Readonly<Record<Group, string>> = {
  homeservers:
    'Each server ran with an empty database on one machine, and every case saw it from outside, as clients and push gateways do.',
  evaluators:
    'Each program was asked [vectors](vectors.md): which of these rules does this event match, and what follows? They are parts of clients and servers, which can add to them or work around them.',
  gateways:
    'Every case saw the gateway from outside, as homeservers and, where it can be configured so, push services do.',
}

/** Formats the state of push as Markdown: what published runs show about implementations, and how to repeat them. */
export function stateOfPush(groups: readonly GroupState[]): string {
  const lines = [
    '<!-- Written by `npm run publish:state` from the files in reports/published/runs/. Do not edit it. -->',
    '',
    '# The state of push',
    '',
    'For people who choose, write or specify implementations of push notifications in Matrix: what those that Plexor was run',
    'against do, requirement by requirement.',
    '',
    ...groups.map(({ group }) => `- [${TITLES[group]}](#${anchorOf(TITLES[group])})`),
    '- [Reproduce it](#reproduce-it)',
    '',
    ...READING,
    ...groups.flatMap(groupLines),
    ...reproduceLines(groups),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

const READING = [
  'How to read it:',
  '',
  '- A requirement is shown as the worst of the cases that verify it: ✓ met, ✗ not met, ~ other than the specification',
  '  recommends, ? not judged, – not in the version that the implementation was tested against, or without what it is about.',
  '- “22 of 24” means that 22 requirements are met of the 24 that could be judged. “✗ 1 of 12” means that 1 case failed of the',
  '  12 that judge the requirement: the implementation does meet it in the situations of the other 11.',
  '- Each implementation is tested against the newest version of the specification that it claims, so those that claim an older',
  '  one are asked for less. Compare rows, not sums.',
  '- The numbers do not rank implementations. One cause can fail many requirements, and some matter more than others.',
  '- Every failure was compared with the specification, and is listed in a baseline with its reason. If you think that one is',
  '  unfair, please say so: the mistake is Plexor’s then.',
  '- Plexor’s own reference was written together with the cases. That it passes shows only that they can be passed.',
  '- The [levels](../README.md#verdicts-levels-and-exit-codes) say how firmly the specification asks for something.',
  '',
]

function groupLines(state: GroupState): string[] {
  const { group, comparison } = state
  const head = [`## ${TITLES[group]}`, '']
  if (comparison === undefined) {
    return [
      ...head,
      `This page does not compare ${group} yet. [Published runs](../reports/published/README.md) lists the pages of single runs, and [Testing a push gateway](testing-a-push-gateway.md) says how to run your own.`,
      '',
    ]
  }
  const { asked, open } = parts(comparison)
  const unmet = asked.filter(({ cells }) => cells.some(({ kind }) => isUnmet(kind)))
  return [
    ...head,
    `${INTRODUCTIONS[group]} [The page of this comparison](../reports/published/${group}.html) has the evidence for each cell, and filters.`,
    '',
    ...summaryTable(state, comparison, asked),
    ...warningLines(comparison),
    `### ${TITLES[group]}, by topic`,
    '',
    ...topicTable(state, asked),
    `### What ${group} do not do`,
    '',
    `${plural(unmet.length, 'requirement')} of ${asked.length} that at least one does not meet.`,
    '',
    ...unmetTables(state, unmet),
    `### What ${group} do where the specification is silent`,
    '',
    ...(group === 'evaluators' ? openTable(state, open) : openLines(state, open)),
  ]
}

function summaryTable(
  state: GroupState,
  { runs, levels }: Comparison,
  asked: readonly ComparedRequirement[],
): string[] {
  const judged = levels.filter(({ level }) => !isOpen(level))
  const ofLevel = (level: Level) => asked.filter((each) => each.level === level)
  return [
    ...table(
      ['', ...namesOf(state)],
      [
        ['version', ...state.published.map(({ version }) => prose(version))],
        ['tested against', ...runs.map(({ run }) => prose(run.specVersion))],
        ['on', ...runs.map(({ run }) => prose(run.startedAt.slice(0, 10)))],
        ...judged.map(({ level }) => [`${level}: met`, ...runs.map((_, index) => metText(ofLevel(level), index))]),
        ['not judged', ...runs.map((_, index) => String(count(asked, index, ['inconclusive', 'missing'])))],
        ['do not apply', ...runs.map((_, index) => String(count(asked, index, ['n/a'])))],
      ],
    ),
    '',
  ]
}

function warningLines({ warnings }: Comparison): string[] {
  return warnings.length === 0 ? [] : ['Mind:', '', ...warnings.map((line) => `- ${prose(line)}`), '']
}

function topicTable(state: GroupState, asked: readonly ComparedRequirement[]): string[] {
  const rows = byTopic(asked).map(([topic, inTopic]) => [
    `${topic}: ${descriptionOf(topic)}`,
    ...state.published.map((_, index) => metText(inTopic, index)),
  ])
  return [...table(['topic', ...namesOf(state)], rows), '']
}

function unmetTables(state: GroupState, unmet: readonly ComparedRequirement[]): string[] {
  return byTopic(unmet).flatMap(([topic, rows]) => [
    `**${topic}**`,
    '',
    ...table(
      ['requirement', 'level', ...namesOf(state)],
      rows.map(({ id, text, section, level, cells }) => [
        `${prose(shorten(text, MAX_TEXT))} ${linkTo(section, codeSpan(id))}`,
        level,
        ...cells.map(markText),
      ]),
    ),
    '',
  ])
}

/** Lists the open points about which implementations differ, with those together that do the same. */
function openLines(state: GroupState, open: readonly ComparedRequirement[]): string[] {
  const differing = open.filter(({ varies }) => varies)
  return [
    `None of them is wrong here. They differ in ${differing.length} of ${plural(open.length, 'point')}, and clients have to cope with all of it; the specification could say more.`,
    '',
    ...differing.flatMap(({ text, section, id, cells }) => [
      `- ${prose(shorten(text, MAX_TEXT))} ${linkTo(section, codeSpan(id))}`,
      ...noteGroups(state, cells).map(([note, names]) => `  - ${names.join(', ')}: ${prose(shorten(note, MAX_TEXT))}`),
    ]),
    '',
  ]
}

/** Note of a vector whose result is unspecified, and the same as that of Plexor's engine. */
const SAME_RESULT = /this one is also Plexor's$/

/** Counts, for each open point about which evaluators differ, the results that are the same as those of Plexor's engine. */
function openTable(state: GroupState, open: readonly ComparedRequirement[]): string[] {
  const differing = open.filter(({ varies }) => varies)
  const same = ({ cases }: Cell) => {
    const notes = cases.filter(({ kind }) => kind === 'noted')
    const like = notes.filter(({ result: { message = '' } }) => SAME_RESULT.test(message))
    return notes.length === 0 ? '–' : `${like.length} of ${notes.length}`
  }
  return [
    `None of them is wrong here. They differ in ${differing.length} of ${plural(open.length, 'point')}. The numbers say how many results are the same as those of Plexor’s engine, which are as good as any other.`,
    '',
    ...table(
      ['point', ...namesOf(state)],
      differing.map(({ text, section, id, cells }) => [
        `${prose(shorten(text, MAX_TEXT))} ${linkTo(section, codeSpan(id))}`,
        ...cells.map(same),
      ]),
    ),
    '',
  ]
}

function noteGroups(state: GroupState, cells: readonly Cell[]): [note: string, names: string[]][] {
  const names = namesOf(state)
  const noted = cells.flatMap((cell, index) => (cell.kind === 'noted' ? [{ note: noteOf(cell), index }] : []))
  return [...Map.groupBy(noted, ({ note }) => note)].map(([note, who]) => [
    note,
    who.map(({ index }) => names[index] ?? ''),
  ])
}

function reproduceLines(groups: readonly GroupState[]): string[] {
  const rows = groups.flatMap(({ published, comparison }) =>
    published.map((each, index): string[] => {
      const run = comparison?.runs[index]?.run
      const page = each.page === undefined ? '' : `, [report](../reports/published/${each.page})`
      return [
        `${prose(`${each.name} ${each.version}`)}`,
        run === undefined ? '' : prose(run.startedAt.slice(0, 16).replace('T', ' ')),
        codeSpan(each.command),
        `[how](../${each.document})${page}, [data](../reports/published/runs/${each.file}.json.gz)`,
      ]
    }),
  )
  return [
    '## Reproduce it',
    '',
    'Each column is the JSON report of one run, without bodies and with few exchanges. In a clone of Plexor, after `npm ci`:',
    '',
    ...table(['column', 'run at (UTC)', 'command', ''], rows),
    '',
    '`npm run publish:state` writes this page from the data. To see your own implementation beside the others:',
    '',
    '```sh',
    'npm run -s plexor -- compare reports/published/runs/synapse-1.163.2.json.gz my-report.json --report html=comparison.html',
    '```',
    '',
  ]
}

function byTopic(rows: readonly ComparedRequirement[]): [topic: string, rows: ComparedRequirement[]][] {
  return [...Map.groupBy(rows, ({ id }) => topicOf(id))]
}

/** Formats the mark of a cell; if the requirement is not met, with how many of the cases that judge it say so. */
function markText({ kind, cases }: Cell): string {
  if (!isUnmet(kind)) return MARKS[kind]
  const unmet = cases.filter((each) => isUnmet(each.kind)).length
  const judged = unmet + cases.filter((each) => each.kind === 'passed').length
  return `${MARKS[kind]} ${unmet} of ${judged}`
}

function descriptionOf(topic: string): string {
  return Object.entries(TOPICS).find(([name]) => name === topic)?.[1] ?? ''
}

function isUnmet(kind: CellKind): boolean {
  return kind === 'failed' || kind === 'known' || kind === 'warned'
}

function count(rows: readonly ComparedRequirement[], index: number, kinds: readonly CellKind[]): number {
  return rows.filter(({ cells }) => kinds.includes(cells[index]?.kind ?? 'missing')).length
}

/** Formats how many requirements are met of those that could be judged. */
function metText(rows: readonly ComparedRequirement[], index: number): string {
  const met = count(rows, index, ['passed'])
  const judged = met + count(rows, index, ['failed', 'known', 'warned'])
  return judged === 0 ? '–' : `${met} of ${judged}`
}

function namesOf({ published }: GroupState): string[] {
  return published.map(({ name }) => prose(name))
}

function linkTo(section: string, words: string): string {
  return URL.canParse(section) ? `[${words}](${encodeURI(section)})` : words
}

function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)]
}
