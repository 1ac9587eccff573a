import { type HoleRow, holes, PEERS, type Peer, type PeerRow, type Row, rowsOf } from './peer-row.ts'

const HEAD = `# What other suites test

For people who know the tests of other suites and want to find them here. Made by \`npm run generate\` from
\`test/peers/\`; not to be edited.

Each test about push of SyTest and of Complement is covered by the cases named beside it, or is no requirement, for the
reason given. *Beyond the text* is what such a test asks for that the specification does not say; Plexor does not.

- [SyTest](#sytest)
- [Complement](#complement)
- [What nobody else tests](#what-nobody-else-tests)
`

/** The text of `docs/peers.md`. */
export function renderPeers(): string {
  const sections = (Object.keys(PEERS) as Peer[]).map((peer) => section(PEERS[peer], rowsOf(peer)))
  return [HEAD, ...sections, nobodyElse(holes())].join('\n')
}

function section(title: string, rows: readonly PeerRow[]): string {
  return [
    `## ${title}`,
    '',
    `${rows.length} tests: ${shares(rows)}.`,
    '',
    '| id | test | what it observes | here |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => line(row.id, row.test, row.shows, responseTo(row))),
    '',
  ].join('\n')
}

function nobodyElse(rows: readonly HoleRow[]): string {
  const topics = [...new Set(rows.map(({ topic }) => topic))]
  return [
    '## What nobody else tests',
    '',
    'What the specification says of push, and neither SyTest nor Complement looks at from outside, or not closely.',
    `${rows.length} behaviours: ${shares(rows)}.`,
    '',
    ...topics.flatMap((topic) => [
      `### ${topic}`,
      '',
      '| id | behaviour | here |',
      '| --- | --- | --- |',
      ...rows.filter((row) => row.topic === topic).map((row) => line(row.id, row.shows, responseTo(row))),
      '',
    ]),
  ].join('\n')
}

function shares(rows: readonly Row[]): string {
  const covered = rows.filter(({ excluded }) => excluded === undefined).length
  return `${covered} covered by cases, ${rows.length - covered} excluded`
}

function responseTo({ cases = [], excluded, beyond }: Row & Pick<PeerRow, 'beyond'>): string {
  const here = excluded === undefined ? cases.map((id) => `\`${id}\``).join(', ') : `excluded: ${excluded}`
  return beyond === undefined ? here : `${here}. Beyond the text: ${beyond}`
}

/** A pipe would end the cell. */
function line(...cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
