const SPECIAL = /[.+^${}()|[\]\\]/g

/** Reports whether a path matches a pattern: `*` is any text without a slash, `**` any folders; a folder means all in it. */
export function matchesGlob(path: string, pattern: string): boolean {
  const parts = pattern
    .replace(/^\.\//, '')
    .replace(/\/$/, '')
    .split(/(\*\*\/|\*\*|\*|\?)/)
  const source = parts.map((part) => WILDCARDS[part] ?? part.replaceAll(SPECIAL, String.raw`\$&`)).join('')
  return new RegExp(`^${source}(?:/.*)?$`, 's').test(path)
}

const WILDCARDS: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' }
