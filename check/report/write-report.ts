import type { CheckFormat } from './formats.ts'
import { githubReport } from './github.ts'
import { jsonReport } from './json.ts'
import type { CheckReport } from './located.ts'
import { sarifReport } from './sarif.ts'
import { type Colour, textReport } from './text.ts'

/** Writes a report in a format. Only `text` uses colours. */
export function writeReport(format: CheckFormat, report: CheckReport, colour?: Colour): string {
  switch (format) {
    case 'text':
      return textReport(report, colour)
    case 'json':
      return jsonReport(report)
    case 'sarif':
      return sarifReport(report)
    case 'github':
      return githubReport(report)
  }
}
