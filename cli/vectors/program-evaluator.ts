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

/** A program may have much to load before it says hello. */
const SHORTEST_START_MS = 30_000

/** A program that has to be started so often is beyond help. */
export const MOST_RESTARTS = 20

/** A program that said hello. */
export interface ProgramEvaluator extends Required<Evaluator> {
  hello: Hello
  /** Ends the program at once */
  stop(): void
}

/**
 * Starts a program that evaluates push rules, and asks it.
 *
 * After everything that is no answer the program is started anew: at most twenty times, and as long as it does start.
 *
 * @param timeoutMs how long it may take for an answer, in milliseconds
 * @throws {NoAnswer} when the program does not start or does not say hello
 */
export async function startEvaluator(
  command: readonly [string, ...string[]],
  timeoutMs: number,
): Promise<ProgramEvaluator> {
  let restarts = 0
  let givenUp: string | undefined
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
    async end() {
      const last = program
      program = undefined
      await last?.close()
      if (last?.pending !== 'end') refuseOutput(last, answers > 0)
    },
  }

  async function restart(): Promise<LineProgram> {
    if (restarts >= MOST_RESTARTS) givenUp ??= `it had to be started anew ${restarts} times`
    if (givenUp !== undefined) throw new NoAnswer(`The program was not asked: ${givenUp}`, INCONCLUSIVE)
    restarts += 1
    answers = 0
    try {
      return (await start(command, timeoutMs)).program
    } catch (error) {
      givenUp = 'it could not be started anew'
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
    const line = await program.next(Math.max(timeoutMs, SHORTEST_START_MS))
    return { program, hello: readHello(line) }
  } catch (error) {
    program.kill()
    const reason = error instanceof NoAnswer ? error.message : `It ${(error as Error).message}`
    throw new NoAnswer(`The program did not say hello. ${reason}`, INCONCLUSIVE)
  }
}

/** What comes before the question is asked comes of the question before, if there was one. */
function refuseOutput(program: LineProgram | undefined, blamesPrevious: boolean): void {
  const output = program?.pending
  if (program === undefined || output === undefined) return
  const what =
    output === 'end'
      ? program.ending
      : output === 'too long'
        ? 'wrote a line without end'
        : `wrote the line ${JSON.stringify(output.line.slice(0, 200))}`
  throw new NoAnswer(`The program ${what} without being asked, wanted one line for each question`, { blamesPrevious })
}

async function ask(program: LineProgram, question: Question, timeoutMs: number): Promise<Answer> {
  program.write(question)
  let line: string
  try {
    line = await program.next(timeoutMs)
  } catch (error) {
    throw new NoAnswer(`The program ${(error as Error).message}, wanted an answer`)
  }
  return readAnswer(line, question.id)
}
