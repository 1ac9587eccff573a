import { quote } from '../../common/text.ts'
import {
  type Answer,
  type Evaluator,
  type Hello,
  NoAnswer,
  PROTOCOL,
  type Question,
  readAnswer,
  readHello,
} from '../../suites/vectors/index.ts'
import { LineProgram } from './line-program.ts'
import type { Output } from './line-queue.ts'

/** Deadline for the introduction of a program, in milliseconds: it may have much to load first. */
const MIN_START_MS = 30_000

/** Maximum number of times that a program is restarted. */
export const MAX_RESTARTS = 20

/** Program that has introduced itself. */
export interface ProgramEvaluator extends Required<Evaluator> {
  hello: Hello
}

/**
 * Starts a program that evaluates push rules, to ask it questions.
 *
 * After anything that is not an answer, the program is restarted. Plexor gives up after 20 restarts, or when a restart
 * fails.
 *
 * @param timeoutMs deadline for an answer, in milliseconds
 * @throws {NoAnswer} when the program does not start or does not introduce itself
 */
export async function startEvaluator(
  command: readonly [string, ...string[]],
  timeoutMs: number,
): Promise<ProgramEvaluator> {
  let restarts = 0
  let reasonToGiveUp: string | undefined
  let answers = 0
  const first = await start(command, timeoutMs)
  let program: LineProgram | undefined = first.program

  return {
    hello: first.hello,
    async ask(question) {
      program ??= await restart()
      try {
        refuseOutput(program, answers > 0)
        const answer = await ask(program, question, timeoutMs)
        answers += 1
        return answer
      } catch (error) {
        program.kill()
        program = undefined
        throw error
      }
    },
    stop: () => program?.kill(),
    fresh: async () => await startEvaluator(command, timeoutMs),
    async end() {
      const last = program
      program = undefined
      await last?.close()
      if (last?.pending?.kind !== 'end') refuseOutput(last, answers > 0)
    },
  }

  async function restart(): Promise<LineProgram> {
    if (restarts >= MAX_RESTARTS) reasonToGiveUp ??= `it had been restarted ${restarts} times`
    if (reasonToGiveUp !== undefined) throw new NoAnswer(`The program was not asked: ${reasonToGiveUp}`, INCONCLUSIVE)
    restarts += 1
    answers = 0
    try {
      return (await start(command, timeoutMs)).program
    } catch (error) {
      reasonToGiveUp = 'it could not be restarted'
      throw error
    }
  }
}

const INCONCLUSIVE = { verdict: 'inconclusive' } as const

async function start(
  command: readonly [string, ...string[]],
  timeoutMs: number,
): Promise<{ program: LineProgram; hello: Hello }> {
  const program = new LineProgram(command)
  try {
    program.write({ plexor_vectors: PROTOCOL })
    const line = await program.next(Math.max(timeoutMs, MIN_START_MS))
    return { program, hello: readHello(line) }
  } catch (error) {
    program.kill()
    const reason = error instanceof NoAnswer ? error.message : `it ${(error as Error).message}`
    throw new NoAnswer(`The program did not introduce itself: ${reason}`, INCONCLUSIVE)
  }
}

/** @throws {NoAnswer} for output before the question is asked; the previous question, if any, is to blame for it */
function refuseOutput(program: LineProgram | undefined, blamesPrevious: boolean): void {
  const output = program?.pending
  if (program === undefined || output === undefined) return
  throw new NoAnswer(problemOf(output, program), { blamesPrevious })
}

function problemOf(output: Output, program: LineProgram): string {
  switch (output.kind) {
    case 'end':
      return `The program ${program.ending} before it was asked`
    case 'too long':
      return 'Lines of the program: expected one for each question, found a line without an end'
    case 'line':
      return `Lines of the program: expected one for each question, found ${quote(output.line)} without a question`
  }
}

async function ask(program: LineProgram, question: Question, timeoutMs: number): Promise<Answer> {
  program.write(question)
  let line: string
  try {
    line = await program.next(timeoutMs)
  } catch (error) {
    throw new NoAnswer(`The program did not answer: it ${(error as Error).message}`)
  }
  return readAnswer(line, question.id)
}
