const SPECIAL = /[.+^${}()|[\]\\]/g

/**
 * Compiles a pattern of paths: `*` is any text without a slash, `**` any folders; a folder means all in it.
 *
 * @returns a function that reports whether a path matches
 */
export function compileGlob(pattern: string): (path: string) => boolean {
  const parts = pattern
    .replace(/^\.\//, '')
    .replace(/\/$/, '')
    .split(/(\*\*\/|\*\*|\*|\?)/)
  const source = parts.map((part) => WILDCARDS[part] ?? part.replaceAll(SPECIAL, String.raw`\$&`)).join('')
  const whole = new RegExp(`^${source}(?:/.*)?$`, 's')
  return (path) => whole.test(path)
}

const WILDCARDS: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' }
