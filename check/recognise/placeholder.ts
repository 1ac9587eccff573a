const PLACEHOLDER =
  /^(?:\[.*\]|<.*>|\{.*\}|\$\{?[a-z_]+\}?|%[A-Z_]+%|:[a-z]\w*|\.\.\.|….*|YOUR\b.*|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)$/s

/** Whether a text stands for another one, which readers are to put there. */
export function isPlaceholderText(text: string): boolean {
  return PLACEHOLDER.test(text) || text.includes('...') || text.includes('…')
}

/** A placeholder within a URL; a variable of the shell is none, because the shell replaces it. */
const IN_URL =
  /%[A-Z][A-Z0-9_]{2,}%|\{\{[^{}\n]*\}\}|(?<!\$)\{[\w .-]+\}|<[\w .-]+>|\bYOUR_\w+|(?<=\/):[a-z]\w*(?=[/?]|$)/g

/** The placeholders in a URL. */
export function placeholdersIn(url: string): { start: number; end: number; text: string }[] {
  return [...url.matchAll(IN_URL)].map(({ 0: text, index }) => ({ start: index, end: index + text.length, text }))
}
