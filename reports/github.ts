import { shorten, visible } from '../common/text.ts'
import { type CaseResult, outcomeOf, type RunResult, runFailure } from '../run/index.ts'
import { reasonText } from './explanation.ts'
import { conclusionText } from './headline.ts'

/** Maximum length of a message, in UTF-16 code units: GitHub shows a few lines. */
const MAX_MESSAGE = 2_000

/**
 * Formats the red cases and the warnings of a run as workflow commands, which GitHub shows as annotations.
 *
 * GitHub shows the first ten errors and the first ten warnings of a step.
 *
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function toGithub(run: RunResult): string {
  const problem = runFailure(run)
  const ofRun = problem === undefined ? [] : [command('error', conclusionText(run), problem)]
  return [...ofRun, ...run.cases.flatMap(annotationOf)].map((line) => `${line}\n`).join('')
}

function annotationOf(result: CaseResult): string[] {
  const { kind, reason } = outcomeOf(result)
  const subject = `${result.id}: ${result.title}`
  if (kind === 'failed' || kind === 'error') return [command('error', subject, reasonText(result))]
  return kind === 'tolerated' ? [command('warning', subject, reason)] : []
}

function command(name: 'error' | 'warning', title: string, message: string): string {
  const text = shorten(message, MAX_MESSAGE).split('\n').map(visible).join('\n')
  return `::${name} title=${property(visible(title))}::${data(text)}`
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
