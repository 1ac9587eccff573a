import XMLBuilder from 'fast-xml-builder'
import { shorten, visible, visibleLines } from '../common/text.ts'
import {
  areaOf,
  type CaseResult,
  casesByArea,
  type Outcome,
  outcomeOf,
  type RunResult,
  runFailure,
} from '../run/index.ts'
import { FILE_LIMITS, timelineLines } from './timeline.ts'

/** Characters of a text that are kept; the JSON report has all of it. */
const TEXT_LIMIT = 8_000
/** Characters of a message attribute, which viewers put on one line. */
const MESSAGE_LIMIT = 300

/** An element as the XML builder takes it: attributes start with `@`, the text is under `#`. */
type Element = { [name: string]: string | number | Element | Element[] }

/**
 * The run as JUnit XML: a suite per area; red is `<failure>`, or `<error>` where a case could not be judged;
 * what is neither red nor a plain pass is `<skipped>` with the reason.
 *
 * @see https://github.com/testmoapp/junitxml
 */
export function toJunit(run: RunResult): string {
  const suites = [...casesByArea(run.cases)].map(([area, cases]) => suite(area, cases.map(testcase), run))
  const problem = runFailure(run)
  if (problem !== undefined) suites.push(suite('run', [runTestcase(problem)], run))
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
  })
  return builder.build({ '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, testsuites })
}

interface Testcase {
  element: Element
  durationMs: number
  kind: 'passed' | 'failure' | 'error' | 'skipped'
}

function testcase(result: CaseResult): Testcase {
  const area = areaOf(result.id)
  const kind = elementOf(outcomeOf(result))
  const element: Element = {
    '@name': visible(result.id.slice(area.length + 1) || result.id),
    '@classname': visible(area),
    '@time': seconds(result.durationMs),
  }
  if (kind !== 'passed') element[kind] = detail(result, outcomeOf(result))
  return { element, durationMs: result.durationMs, kind }
}

/** A run that is red although none of its cases is. */
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

/** The element under a test case that says why it is not a plain pass. */
function detail(result: CaseResult, { kind, reason }: Outcome): Element {
  const message = headline(kind === 'noted' || kind === 'skipped' ? `${result.verdict}: ${reason}` : reason)
  if (kind !== 'failed' && kind !== 'error') return { '@message': message }
  const text = [
    visible(result.title),
    ...result.requirements.map(({ id, level, text, section }) => visible(`${level} ${id}: ${text} (${section})`)),
    '',
    block(reason),
    ...(result.proof ? [visible(`proof: ${result.proof}`)] : []),
    '',
    ...timelineLines(result.timeline, FILE_LIMITS),
  ]
  return { '@message': message, '@type': result.level, '#': text.join('\n').trimEnd() }
}

interface Counts {
  '@tests': number
  '@failures': number
  '@errors': number
  '@skipped': number
  [name: string]: number
}

function suite(name: string, testcases: Testcase[], run: RunResult): { element: Element; counts: Counts } {
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
    testcase: testcases.map((each) => each.element),
  }
  return { element, counts }
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
  return shorten(visible(text.split('\n', 1)[0] ?? ''), MESSAGE_LIMIT)
}

function block(text: string): string {
  return visibleLines(shorten(text, TEXT_LIMIT)).join('\n')
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3)
}
