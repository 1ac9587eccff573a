import type { CheckReport } from './located.ts'

/** Version of the format. It is raised when a field is removed or changes its meaning. */
const SCHEMA = 1

/** Writes the findings as JSON. */
export function jsonReport({ plexor, specVersion, files, executed }: CheckReport): string {
  const report = {
    plexor_check: SCHEMA,
    plexor,
    specVersion,
    files: files.map(({ findings, ...file }) => ({
      ...file,
      findings: findings.map(({ excerpt: _, ...finding }) => finding),
    })),
    ...(executed !== undefined && { executed }),
  }
  return `${JSON.stringify(report, undefined, 2)}\n`
}
