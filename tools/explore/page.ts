import { cpus } from 'node:os'
import { plural } from '../../common/text.ts'
import { FAULTS } from '../../reference/index.ts'
import { codeSpan, prose, row } from '../../reports/markdown/text.ts'
import type { ExploredRecord } from './records.ts'
import { shownElsewhere } from './scope.ts'
import { sharesOf } from './shares.ts'

/** Returns a page about everything that was explored, as Markdown. */
export function explorationPage(records: readonly ExploredRecord[]): string {
  const [faults, variants, references] = (['fault', 'variant', 'reference'] as const).map((kind) =>
    records.filter((record) => record.kind === kind),
  ) as [ExploredRecord[], ExploredRecord[], ExploredRecord[]]
  const lines = [
    '# Explorations of the reference',
    '',
    ...origin(records),
    '',
    '## Faults that were found',
    '',
    ...shareTable(faults),
    '',
    '## Faults that were not found',
    '',
    ...unseenTable(faults),
    '',
    '## Faults that show elsewhere',
    '',
    ...elsewhereTable(),
    '',
    '## Nothing is found where nothing is wrong',
    '',
    ...conformingTable(references, variants),
    ...accusations([...references, ...variants]),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function origin(records: readonly ExploredRecord[]): string[] {
  const times = records.map(({ at }) => at).toSorted()
  const [first = '', last = ''] = [times[0], times.at(-1)]
  const latest = records.find(({ at }) => at === last)
  const { model = 'unknown processor' } = cpus()[0] ?? {}
  return [
    'Made by `npm run explore` from random histories against every fault and every variant of the reference, as',
    '[plexor explore](../../docs/exploring.md) draws them for any server. A finding counts if a second run of its history',
    'confirms it.',
    '',
    `Explored from ${minute(first)} to ${minute(last)} (UTC), the latest at the commit \`${latest?.commit ?? ''}\`, on Node ${process.version},`,
    `on ${cpus().length} cores (${model}). A fault that was not found in its time may be found in a longer one.`,
  ]
}

function minute(at: string): string {
  return at.slice(0, 16).replace('T', ' ')
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? '' : `${Math.max(1, Math.round(ms / 1000))} s`
}

function shareTable(faults: readonly ExploredRecord[]): string[] {
  return [
    row(['topic', 'faults', 'found', 'share', 'median time']),
    row(['---', '---', '---', '---', '---']),
    ...sharesOf(faults).map(({ topic, faults: all, found, medianMs }) =>
      row([topic, String(all), String(found), `${Math.floor((100 * found) / Math.max(1, all))} %`, seconds(medianMs)]),
    ),
  ]
}

function unseenTable(faults: readonly ExploredRecord[]): string[] {
  const unseen = faults.filter(({ found }) => found.length === 0)
  const summaries = new Map(FAULTS.map(({ name, summary }) => [name, summary]))
  return [
    row(['fault', 'behaviour', 'explored', 'histories', 'problem']),
    row(['---', '---', '---', '---', '---']),
    ...unseen.map(({ name, timeMs, histories, problem = '' }) =>
      row([codeSpan(name), prose(summaries.get(name) ?? ''), seconds(timeMs), String(histories), prose(problem)]),
    ),
  ]
}

function elsewhereTable(): string[] {
  const places = FAULTS.flatMap(({ breaks }) => shownElsewhere(breaks) ?? [])
  return [
    'These faults were not explored, because they show in something else.',
    '',
    row(['where', 'faults']),
    row(['---', '---']),
    ...[...Map.groupBy(places, (place) => place)].map(([place, some]) => row([prose(place), String(some.length)])),
  ]
}

function conformingTable(references: readonly ExploredRecord[], variants: readonly ExploredRecord[]): string[] {
  return [
    row(['target', 'time of each', 'histories', 'steps', 'findings']),
    row(['---', '---', '---', '---', '---']),
    ...references.map((record) => conformingRow(`the reference at ${record.specVersion}`, [record])),
    ...(variants.length === 0 ? [] : [conformingRow(plural(variants.length, 'conforming variant'), variants)]),
  ]
}

function conformingRow(name: string, records: readonly ExploredRecord[]): string {
  const sum = (of: (record: ExploredRecord) => number) => records.reduce((all, record) => all + of(record), 0)
  const shortest = Math.min(...records.map(({ timeMs }) => timeMs))
  return row([
    name,
    seconds(shortest),
    sum(({ histories }) => histories).toLocaleString('en'),
    sum(({ steps }) => steps).toLocaleString('en'),
    String(sum(({ found }) => found.length)),
  ])
}

function accusations(records: readonly ExploredRecord[]): string[] {
  const lines = records.flatMap(({ kind, name, specVersion, found }) =>
    found.map(
      ({ id, seed, message }) =>
        `- ${codeSpan(name === '' ? kind : name)} at ${specVersion}: ${codeSpan(id)}, seed ${seed}: ${prose(message.split('\n')[0] ?? '')}`,
    ),
  )
  return lines.length === 0 ? [] : ['', ...lines]
}
