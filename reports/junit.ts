import XMLBuilder from 'fast-xml-builder'
import { shorten, visible, visibleLines } from '../common/text.ts'
import {
  areaOf,
  type CaseResult,
  casesByArea,
  countLevels,
  type Outcome,
  outcomeOf,
  type RunResult,
  remarksOf,
  runFailure,
  totalsOf,
} from '../run/index.ts'
import { backgroundLines, reasonText } from './explanation.ts'
import { conclusionText, levelsOf, levelText } from './headline.ts'
import { sameCause } from './red-cases.ts'
import { FILE_LIMITS, timelineLines } from './timeline.ts'

/** Maximum length of a text, in UTF-16 code units. The JSON report has all of it. */
const MAX_TEXT = 8_000

/** Maximum length of a message attribute, which viewers show on one line. */
const MAX_MESSAGE = 300

/** Element for the XML builder: attributes start with `@`, and `#` is the text. */
type Element = { [name: string]: string | number | Element | Element[] }

/**
 * Formats a run as JUnit XML, with a suite for each area. Red cases are a `<failure>`, or an `<error>` if they are
 * inconclusive. Cases that are neither red nor a plain pass are `<skipped>` with the reason; the evidence of a known
 * failure is in `<system-out>`. The properties of a suite have the conclusion of the run and the counts by level.
 *
 * @see https://github.com/testmoapp/junitxml
 */
export function toJunit(run: RunResult): string {
  const causes = sameCause(run)
  const suites = [...casesByArea(run.cases)].map(([area, cases]) =>
    suite(
      area,
      cases.map((result) => testcase(result, causes.get(result.id))),
      run,
      cases,
    ),
  )
  const problem = runFailure(run)
  if (problem !== undefined) suites.push(suite('run', [runTestcase(problem)], run, []))
  const testsuites: Element = {
    '@name': `plexor ${visible(run.target.name)} ${run.specVersion}`,
    ...sums(suites.map((each) => each.counts)),
    '@time': seconds(run.durationMs),
    testsuite: suites.map((each) => each.element),
  }
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    textNodeName: '#',
    format: true,
    suppressEmptyNode: true,
    // Otherwise an attribute with the value `true` has no value, which is not XML.
    suppressBooleanAttributes: false,
  })
  return builder.build({ '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, testsuites })
}

interface Testcase {
  element: Element
  durationMs: number
  kind: 'passed' | 'failure' | 'error' | 'skipped'
}

function testcase(result: CaseResult, sameCauseAs: string | undefined): Testcase {
  const area = areaOf(result.id)
  const outcome = outcomeOf(result)
  const kind = elementOf(outcome)
  const element: Element = {
    '@name': visible(result.id.slice(area.length + 1) || result.id),
    '@classname': visible(area),
    '@time': seconds(result.durationMs),
  }
  if (kind !== 'passed') element[kind] = detail(result, outcome, sameCauseAs)
  if (outcome.kind === 'known') element['system-out'] = evidence(result, sameCauseAs)
  return { element, durationMs: result.durationMs, kind }
}

/** Creates a test case for a run that is red although none of its cases is. */
function runTestcase(problem: string): Testcase {
  const element: Element = {
    '@name': 'the run as a whole',
    '@classname': 'run',
    '@time': seconds(0),
    error: { '@message': headline(problem), '@type': 'run', '#': block(problem) },
  }
  return { element, durationMs: 0, kind: 'error' }
}

function elementOf({ kind }: Outcome): Testcase['kind'] {
  switch (kind) {
    case 'passed':
    case 'error':
      return kind
    case 'failed':
      return 'failure'
    default:
      return 'skipped'
  }
}

/** Creates the element that explains why a test case is not a plain pass. */
function detail(result: CaseResult, { kind, reason }: Outcome, sameCauseAs: string | undefined): Element {
  if (kind === 'known') return { '@message': headline(`known failure: ${result.expectation?.reason ?? reason}`) }
  const message = headline(kind === 'noted' || kind === 'skipped' ? `${result.verdict}: ${reason}` : reason)
  if (kind !== 'failed' && kind !== 'error') return { '@message': message }
  return { '@message': message, '@type': result.level, '#': evidence(result, sameCauseAs) }
}

/** Formats what a reader needs to judge a failure: the requirements, the message and the exchanges. */
function evidence(result: CaseResult, sameCauseAs: string | undefined): string {
  const { expectation } = result
  const text = [
    visible(result.title),
    ...result.requirements.map(({ id, level, text, section }) => visible(`${level} ${id}: ${text} (${section})`)),
    '',
    block(reasonText(result)),
    ...(expectation === undefined ? [] : [visible(`baseline: ${expectation.kind}: ${expectation.reason}`)]),
    ...(sameCauseAs === undefined ? [] : [visible(`the same cause as ${sameCauseAs}`)]),
    ...backgroundLines(result).map(visible),
    ...(result.proof ? [visible(`proof: ${result.proof}`)] : []),
    '',
    ...timelineLines(result, FILE_LIMITS),
  ]
  return text.join('\n').trimEnd()
}

interface Counts {
  '@tests': number
  '@failures': number
  '@errors': number
  '@skipped': number
  [name: string]: number
}

function suite(
  name: string,
  testcases: Testcase[],
  run: RunResult,
  cases: readonly CaseResult[],
): { element: Element; counts: Counts } {
  const count = (kind: Testcase['kind']) => testcases.filter((each) => each.kind === kind).length
  const counts = {
    '@tests': testcases.length,
    '@failures': count('failure'),
    '@errors': count('error'),
    '@skipped': count('skipped'),
  }
  const element: Element = {
    '@name': visible(name),
    ...counts,
    '@time': seconds(testcases.reduce((sum, each) => sum + each.durationMs, 0)),
    '@timestamp': visible(run.startedAt),
    properties: { property: propertiesOf(run, cases) },
    testcase: testcases.map((each) => each.element),
  }
  return { element, counts }
}

/** Returns what the elements of a suite do not say: the conclusion of the run, known failures, and counts by level. */
function propertiesOf(run: RunResult, cases: readonly CaseResult[]): Element[] {
  const { known } = totalsOf(cases)
  const properties: [name: string, value: string][] = [
    ['conclusion of the run', conclusionText(run)],
    ...remarksOf({ ...run, remarks: [] }).map((remark): [string, string] => ['interruption', remark]),
    ...(known > 0 ? [['known failures', `${known}`] as [string, string]] : []),
    ...levelsOf({ levels: countLevels(cases) }).map(([level, counts]): [string, string] => [
      `level ${level}`,
      levelText(counts),
    ]),
  ]
  return properties.map(([name, value]) => ({ '@name': name, '@value': headline(value) }))
}

function sums(all: Counts[]): Counts {
  const sum = (name: keyof Counts) => all.reduce((total, counts) => total + (counts[name] ?? 0), 0)
  return {
    '@tests': sum('@tests'),
    '@failures': sum('@failures'),
    '@errors': sum('@errors'),
    '@skipped': sum('@skipped'),
  }
}

function headline(text: string): string {
  return shorten(visible(text.split('\n', 1)[0] ?? ''), MAX_MESSAGE)
}

function block(text: string): string {
  return visibleLines(shorten(text, MAX_TEXT)).join('\n')
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3)
}
