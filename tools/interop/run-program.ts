import { spawn } from 'node:child_process'

/** Result of a program: its exit code, or `null` if a signal ended it, and its output. */
export interface ProgramEnd {
  code: number | null
  /** Standard output and standard error, in the order of arrival */
  output: string
}

/**
 * Runs a program to its end, without a shell and without input.
 *
 * @param signal ends the program early; the promise then rejects with the reason of the signal
 * @param env environment variables to add to those of this process
 * @throws {Error} when the program cannot be started, for example because it does not exist
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

/** Returns the last lines of an output, indented, for the end of an error message. */
export function lastLines(text: string, count = 15): string {
  return text
    .trimEnd()
    .split('\n')
    .slice(-count)
    .map((line) => `  ${line}`)
    .join('\n')
}

/** Returns the line that most likely says why a program failed: its last error, or else its last line. */
export function complaint({ output }: ProgramEnd): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  return (lines.findLast((line) => /^error/i.test(line)) ?? lines.at(-1) ?? '').trim()
}

/** Reports whether an error means that the program does not exist. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
