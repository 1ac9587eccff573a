/** Formats of reports. */
export const CHECK_FORMATS = ['text', 'json', 'sarif', 'github'] as const

/** Format of a report. */
export type CheckFormat = (typeof CHECK_FORMATS)[number]
