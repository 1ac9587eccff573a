import type { Comparison } from '../../run/index.ts'
import { comparisonToBadge, comparisonToShields } from '../badge.ts'
import type { ComparisonFormat } from '../formats.ts'
import { comparisonToJson } from './json.ts'
import { comparisonToMarkdown } from './markdown.ts'
import { comparisonToHtml } from './page.ts'
import { comparisonToText } from './text.ts'

/** Writers of a comparison of implementations, by format. */
export const COMPARISON_WRITERS: Record<ComparisonFormat, (comparison: Comparison) => string> = {
  text: comparisonToText,
  markdown: comparisonToMarkdown,
  html: comparisonToHtml,
  json: comparisonToJson,
  badge: comparisonToBadge,
  shields: comparisonToShields,
}
