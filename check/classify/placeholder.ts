import type { Range } from '../source/range.ts'

const PLACEHOLDER =
  /^(?:\[.*\]|<.*>|\{.*\}|\$(?:\{\w+\}|[a-z_]+|[A-Z][A-Z0-9_]*|\(.*\))|%[A-Z_]+%|:[a-z]\w*|\.\.\.|….*|YOUR\b.*|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)$/s

/** Reports whether the text is a placeholder that readers replace. */
export function isPlaceholderText(text: string): boolean {
  return PLACEHOLDER.test(text) || text.includes('...') || text.includes('…')
}

const IN_URL = new RegExp(
  [
    '%[A-Z][A-Z0-9_]{2,}%',
    String.raw`\{\{[^{}\n]*\}\}`,
    String.raw`\{[\w .-]+\}`,
    String.raw`<[\w .-]+>`,
    // Brackets at the start of a host enclose an IPv6 address
    String.raw`(?<=[/=])\[[A-Za-z][\w .-]*\]`,
    String.raw`\bYOUR_\w+`,
    '(?<=[/=])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?=[/?&#]|$)',
    String.raw`(?<=\/):[a-z]\w*(?=[/?]|$)`,
    String.raw`\$(?:\{[A-Za-z_]\w*\}|[A-Z][A-Z0-9_]*\b)`,
    String.raw`(?<=[/=])\.{3,}(?=[/?&#]|$)`,
    '…+',
  ].join('|'),
  'g',
)

/**
 * Finds the placeholders in a URL.
 *
 * @param variables - ranges that a shell expands; these are not placeholders
 */
export function placeholdersIn(
  url: string,
  variables: readonly Range[],
): { start: number; end: number; text: string }[] {
  return [...url.matchAll(IN_URL)]
    .map(({ 0: text, index }) => ({ start: index, end: index + text.length, text }))
    .filter(({ start, end }) => !variables.some((one) => one.start < end && start < one.end))
}
