import { quote } from '../../../common/text.ts'
import {
  type CaseResult,
  type JudgedLevel,
  type Level,
  mismatchOutcome,
  mismatchVerdict,
  type RequirementRef,
  stricter,
} from '../../../run/index.ts'
import { type Requirement, requirement } from '../../../spec/index.ts'
import type { AnyCase } from '../case/case.ts'
import { Inconclusive, Mismatch, messageOf, NotApplicable, TargetError } from '../case/errors.ts'
import type { ServerError } from '../evidence/timeline.ts'

/** Part of the result of a case that says how it ended. */
export type Judgement = Pick<
  CaseResult,
  'verdict' | 'level' | 'message' | 'violatedRequirement' | 'buildsOn' | 'violations'
>

/** Level of a mismatch in a case about something open, if it does not say what it builds on. */
const UNNAMED: Level = 'stated'

/** Requirement that a server error violates in any case. */
const NO_SERVER_ERROR = 'errors.no-server-error'

/**
 * Judges a case that ended without an error.
 *
 * @param seen the sentence that it returned about what the target does; undefined if it returned none
 * @param serverErrors well-formed requests that got a server error, which is never right, whatever the case is about
 */
export function judgeOutcome(
  seen: string | undefined,
  serverErrors: readonly ServerError[],
  definition: AnyCase,
  judged: JudgedLevel,
): Judgement {
  const [error] = serverErrors
  if (error !== undefined) return judgeMismatch(serverErrorMismatch(error), definition, judged)
  const { level } = definition
  return seen === undefined ? { verdict: 'passed', level } : { verdict: 'noted', level, message: seen }
}

/**
 * Judges a case that ended with an error. A server error explains why a case could not be judged, or does not apply: that
 * is the failure of the target, since the case itself caused it.
 */
export function judgeError(
  error: unknown,
  serverErrors: readonly ServerError[],
  definition: AnyCase,
  judged: JudgedLevel,
): Judgement {
  const { level } = definition
  const [first] = serverErrors
  if (error instanceof Mismatch) return judgeMismatch(error, definition, judged)
  if (first !== undefined && isDeliberate(error)) return judgeMismatch(serverErrorMismatch(first), definition, judged)
  if (error instanceof NotApplicable) return { verdict: 'n/a', level, message: error.message }
  const message =
    error instanceof Error && !isDeliberate(error)
      ? `Plexor itself failed: ${error.name}: ${error.message}`
      : messageOf(error)
  return { verdict: 'inconclusive', level, message }
}

function judgeMismatch({ message, details }: Mismatch, definition: AnyCase, judged: JudgedLevel): Judgement {
  const buildsOn = (details.buildsOn ?? []).filter((id) => !definition.requirements.some((row) => row.id === id))
  const violated = strictestOf(buildsOn.map(requirement))
  const own = mismatchOutcome(definition.level)
  const needsOther = own === 'noted' || (own === 'warned' && violated !== undefined && fails(violated))
  const level = needsOther ? stricter(definition.level, violated?.level ?? UNNAMED) : definition.level
  const verdict = mismatchVerdict(level, judged)
  return {
    // What a case about something open builds on is not open, whatever its level
    verdict: verdict === 'noted' ? 'failed' : verdict,
    level,
    message,
    ...(needsOther && violated !== undefined ? { violatedRequirement: reference(violated) } : {}),
    ...(buildsOn.length === 0 ? {} : { buildsOn }),
    ...(details.violations === undefined ? {} : { violations: [...details.violations] }),
  }
}

function fails({ level }: Requirement): boolean {
  return mismatchOutcome(level) === 'failed'
}

function strictestOf(rows: readonly Requirement[]): Requirement | undefined {
  return rows.reduce<Requirement | undefined>(
    (strictest, row) =>
      strictest === undefined || stricter(strictest.level, row.level) !== strictest.level ? row : strictest,
    undefined,
  )
}

function serverErrorMismatch({ request, status, body }: ServerError): Mismatch {
  return new Mismatch(`Expected ${request} not to fail in the target, found status ${status} with ${quote(body)}`, {
    buildsOn: [NO_SERVER_ERROR],
  })
}

/** Reports whether a part of the harness throws this error on purpose. */
function isDeliberate(error: unknown): boolean {
  return error instanceof NotApplicable || error instanceof Inconclusive || error instanceof TargetError
}

/** Returns a requirement as reports show it. */
export function reference({ id, level, text, section }: Requirement): RequirementRef {
  return { id, level, text, section }
}
