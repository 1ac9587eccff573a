import type { CheckReport } from './located.ts'

/** The version of the format; it is raised when a field changes its meaning or goes away. */
const SCHEMA = 1

/** The findings for programs. */
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
