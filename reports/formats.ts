/** Names of the report formats of a run, as users type them. */
export const FORMATS = [
  'pretty',
  'json',
  'tap',
  'junit',
  'markdown',
  'html',
  'ndjson',
  'github',
  'badge',
  'shields',
] as const

/** Name of a report format. */
export type Format = (typeof FORMATS)[number]

/** Names of the report formats of a comparison of two runs. */
export const DIFF_FORMATS = ['text', 'markdown', 'html', 'json'] as const

/** Name of a report format of a comparison of two runs. */
export type DiffFormat = (typeof DIFF_FORMATS)[number]

/** Names of the report formats of a comparison of implementations. */
export const COMPARISON_FORMATS = ['text', 'markdown', 'html', 'json', 'badge', 'shields'] as const

/** Name of a report format of a comparison of implementations. */
export type ComparisonFormat = (typeof COMPARISON_FORMATS)[number]
