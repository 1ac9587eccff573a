import { plural } from '../../common/text.ts'
import type { VersionReport } from './examine.ts'
import type { Rewording } from './record.ts'

/** Writes the result for one version: the figures, and what is to be settled. */
export function describeReport(report: VersionReport, verbose: boolean): string {
  const { specVersion, rows, without, changed, moved, gone, differences, outside, anchors, dead } = report
  const { normative, settled, missing } = report
  const lines = [
    `${specVersion}: ${plural(rows, 'row')}, ${rows - without.length} with a fingerprint`,
    `  since the version before: ${changed.length} changed, ${moved.length} moved, ${gone.length} gone`,
    ...(verbose ? ids('changed', changed).concat(ids('moved', moved), ids('gone', gone)) : []),
    `  not as recorded: ${differences.length}; outside of their span: ${outside.length}; links: ${anchors}, ${dead.length} dead or leading elsewhere`,
    `  normative statements: ${normative}, ${settled} settled, ${missing.length} without a row`,
    ...ids('without a fingerprint', without),
    ...differences.map(({ id, what, print }) => `    ${id}: ${what}${print ? ` (${print.file}#${print.place})` : ''}`),
    ...ids('outside of their span', outside),
    ...dead.map(
      ({ id, section, leadsTo }) =>
        `    ${id}: ${section} ${leadsTo === undefined ? 'is dead' : `leads to ${leadsTo}`}`,
    ),
    ...missing.map(({ hash, file, place, text }) => `    ${hash} ${file}#${place}: ${text}`),
  ]
  return lines.join('\n')
}

/** Writes a sentence that was followed from one form to another. */
export function describeRewording({ id, specVersion, text, next }: Rewording): string {
  return `${id}: followed to ${specVersion}\n    ${text}\n    from: ${next}`
}

function ids(what: string, list: readonly string[]): string[] {
  return list.length === 0 ? [] : [`    ${what}: ${list.join(', ')}`]
}
