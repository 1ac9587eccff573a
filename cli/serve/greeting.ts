import type { Step } from './walkthrough.ts'

/** Address of a part of the stack. */
export interface Place {
  name: string
  url: string
  note?: string
}

/** Writes what a running stack prints: the addresses of its parts, and what to do next. */
export function greeting(places: readonly Place[], steps: readonly Step[]): string {
  const width = Math.max(...places.map(({ name }) => name.length))
  const where = places.map(
    ({ name, url, note }) => `  ${name.padEnd(width)}  ${url}${note === undefined ? '' : `  ${note}`}`,
  )
  const walk = steps.flatMap(({ title, command }, index) => [`# ${index + 1}. ${title}`, command, ''])
  const intro = steps.length === 0 ? [] : ['Try it: run these commands one after the other in one shell.', '']
  return `${[...where, '', ...intro, ...walk, 'Ctrl-C stops it. The log follows.', ''].join('\n')}\n`
}
