/** The formats that findings are written in. */
export const CHECK_FORMATS = ['text', 'json', 'sarif', 'github'] as const

export type CheckFormat = (typeof CHECK_FORMATS)[number]
