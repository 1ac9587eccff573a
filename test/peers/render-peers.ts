import { PEERS, type Peer, type PeerRow, rowsOf } from './peer-row.ts'

const HEAD = `# What other suites test

For people who know the tests of other suites and want to find them here. Made by \`npm run generate\` from
\`test/peers/\`; not to be edited.

Each test about push of SyTest and of Complement is covered by the cases named beside it, or is no requirement, for the
reason given. *Beyond the text* is what such a test asks for that the specification does not say; Plexor does not.
`

/** The text of `docs/peers.md`. */
export function renderPeers(): string {
  const sections = (Object.keys(PEERS) as Peer[]).map((peer) => section(PEERS[peer], rowsOf(peer)))
  return [HEAD, ...sections].join('\n')
}

function section(title: string, rows: readonly PeerRow[]): string {
  const covered = rows.filter(({ excluded }) => excluded === undefined).length
  const lines = rows.map((row) => `| ${[row.id, row.test, row.shows, answerTo(row)].map(cell).join(' | ')} |`)
  return [
    `## ${title}`,
    '',
    `${rows.length} tests: ${covered} covered by cases, ${rows.length - covered} excluded.`,
    '',
    '| id | test | what it observes | here |',
    '| --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n')
}

function answerTo({ cases = [], excluded, beyond }: PeerRow): string {
  const here = excluded === undefined ? cases.map((id) => `\`${id}\``).join(', ') : `excluded: ${excluded}`
  return beyond === undefined ? here : `${here}. Beyond the text: ${beyond}`
}

/** A pipe would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
