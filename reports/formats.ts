/** Names of the report formats of a run, as users type them. */
export const FORMATS = ['pretty', 'json', 'tap', 'junit', 'markdown', 'html', 'ndjson'] as const

/** Name of a report format. */
export type Format = (typeof FORMATS)[number]

/** Names of the report formats of a comparison. */
export const DIFF_FORMATS = ['text', 'markdown', 'json'] as const

/** Name of a report format of a comparison. */
export type DiffFormat = (typeof DIFF_FORMATS)[number]
