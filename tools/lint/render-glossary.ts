import { GLOSSARY } from './glossary.ts'

/** Marks of the glossary in CONTRIBUTING.md, under its heading `## Words`. */
export const GLOSSARY_START = '<!-- glossary: written by `npm run -s check:words -- --glossary` -->'
export const GLOSSARY_END = '<!-- end of the glossary -->'

/** Renders the glossary as the table of CONTRIBUTING.md, between its two marks and with no final line break. */
export function renderGlossary(): string {
  const rows = GLOSSARY.map(({ avoid, use, why = '' }) => `| ${avoid} | ${use} | ${why} |`.replace('|  |', '| |'))
  return [
    GLOSSARY_START,
    '',
    '| instead of | write | because |',
    '| --- | --- | --- |',
    ...rows,
    '',
    GLOSSARY_END,
  ].join('\n')
}

/** Finds the glossary in a Markdown file: the positions of its first character and behind its last one. */
export function glossarySection(markdown: string): { start: number; end: number } | undefined {
  const start = markdown.indexOf(GLOSSARY_START)
  const end = markdown.indexOf(GLOSSARY_END, start)
  return start === -1 || end === -1 ? undefined : { start, end: end + GLOSSARY_END.length }
}
