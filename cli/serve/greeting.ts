import type { Step } from './walkthrough.ts'

/** An address of the stack, and what is there. */
export interface Place {
  name: string
  url: string
  note?: string
}

/** What a stack says of itself when it runs: where its parts are, and what to do next. */
export function greeting(places: readonly Place[], steps: readonly Step[]): string {
  const width = Math.max(...places.map(({ name }) => name.length))
  const where = places.map(
    ({ name, url, note }) => `  ${name.padEnd(width)}  ${url}${note === undefined ? '' : `  ${note}`}`,
  )
  const walk = steps.flatMap(({ title, command }, index) => [`# ${index + 1}. ${title}`, command, ''])
  const intro =
    steps.length === 0 ? [] : ['Try it: these commands work as they stand, one after the other in one shell.', '']
  return `${[...where, '', ...intro, ...walk, 'Ctrl-C ends it. What happens is shown below.', ''].join('\n')}\n`
}
