import { spawn } from 'node:child_process'

/** How a program ended: its exit code, or the signal that ended it, and what it wrote. */
export interface ProgramEnd {
  code: number | null
  /** Standard output and standard error, in the order of arrival */
  output: string
}

/**
 * Runs a program to its end, without a shell and without input.
 *
 * @param signal ends the program early; the promise is then rejected with the reason of the signal
 * @param env what its environment has besides that of this process
 * @throws when the program cannot be started, for one because there is none of that name
 */
export function runProgram(
  command: string,
  args: readonly string[],
  signal?: AbortSignal,
  env: Readonly<Record<string, string>> = {},
): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const program = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      ...(signal && { signal }),
    })
    let output = ''
    program.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    program.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    program.on('error', (error) => reject(signal?.aborted ? signal.reason : error))
    program.on('close', (code) => resolve({ code, output }))
  })
}

/** The last lines of a text, indented, for the end of an error message. */
export function lastLines(text: string, count = 15): string {
  return text
    .trimEnd()
    .split('\n')
    .slice(-count)
    .map((line) => `  ${line}`)
    .join('\n')
}

/** The line in which a program says why it failed: its last error, or else its last line. */
export function complaint({ output }: ProgramEnd): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  return (lines.findLast((line) => /^error/i.test(line)) ?? lines.at(-1) ?? '').trim()
}

/** Whether an error says that there is no such program. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
