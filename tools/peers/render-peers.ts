import { type HoleRow, holes, PEERS, type Peer, type PeerRow, type Row, rowsOf } from './peer-row.ts'

const HEAD = `# What other suites test

For readers who know the tests of other suites and look for them here. This page is generated from \`tools/peers/\` by
\`npm run generate\`; do not edit it.

Each test of SyTest and Complement about push is covered by the cases beside it, or excluded for the given reason.
*Beyond the specification* lists what such a test additionally expects. Plexor does not expect it, because the
specification does not require it.

- [SyTest](#sytest)
- [Complement](#complement)
- [What no other suite tests](#what-no-other-suite-tests)
`

/** Renders `docs/peers.md`. */
export function renderPeers(): string {
  const sections = (Object.keys(PEERS) as Peer[]).map((peer) => section(PEERS[peer], rowsOf(peer)))
  return [HEAD, ...sections, untested(holes())].join('\n')
}

function section(title: string, rows: readonly PeerRow[]): string {
  return [
    `## ${title}`,
    '',
    `${rows.length} tests: ${shares(rows)}.`,
    '',
    '| id | test | behaviour | cases |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => line(row.id, row.test, row.shows, coverageOf(row))),
    '',
  ].join('\n')
}

function untested(rows: readonly HoleRow[]): string {
  const topics = [...new Set(rows.map(({ topic }) => topic))]
  return [
    '## What no other suite tests',
    '',
    'Behaviours of push in the specification that neither SyTest nor Complement tests from outside, or not closely.',
    `${rows.length} behaviours: ${shares(rows)}.`,
    '',
    ...topics.flatMap((topic) => [
      `### ${topic}`,
      '',
      '| id | behaviour | cases |',
      '| --- | --- | --- |',
      ...rows.filter((row) => row.topic === topic).map((row) => line(row.id, row.shows, coverageOf(row))),
      '',
    ]),
  ].join('\n')
}

function shares(rows: readonly Row[]): string {
  const covered = rows.filter(({ excluded }) => excluded === undefined).length
  return `${covered} covered by cases, ${rows.length - covered} excluded`
}

function coverageOf({ cases = [], excluded, beyond }: Row & Pick<PeerRow, 'beyond'>): string {
  const here = excluded === undefined ? cases.map((id) => `\`${id}\``).join(', ') : `excluded: ${excluded}`
  return beyond === undefined ? here : `${here}. Beyond the specification: ${beyond}`
}

/** Renders a row of a table; pipes are escaped. */
function line(...cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
