import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { PUBLISHED_RUNS, pathOf, readPublished } from '../../../tools/publishing/published-runs.ts'
import { slimReport } from '../../../tools/publishing/slim-report.ts'
import { stateFiles } from '../../../tools/publishing/state-files.ts'
import { sampleRun } from '../../reports/sample-run.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const MAX_PAGE = 1_000_000
const MAX_RUN = 60_000

t.test('the state of push is what npm run publish:state makes from the published runs', async (t) => {
  for (const [path, text] of stateFiles()) {
    t.ok(readFileSync(join(ROOT, path), 'utf8') === text, `${path} is up to date; npm run publish:state writes it`)
    t.ok(Buffer.byteLength(text) < MAX_PAGE, `${path} has less than 1 MB`)
  }
})

t.test('every published run is small, and a report of its implementation and version', async (t) => {
  const files = readdirSync(join(ROOT, 'reports/published/runs'))
  t.strictSame(files.sort(), PUBLISHED_RUNS.map((run) => basename(pathOf(run))).sort(), 'no other files')
  for (const published of PUBLISHED_RUNS) {
    const { target, cases } = readPublished(published)
    t.equal(target.kind, published.group === 'gateways' ? 'push-gateway' : published.group.slice(0, -1))
    t.ok(cases.length > 0)
    t.ok(readFileSync(pathOf(published)).length < MAX_RUN, `${published.file} has less than 60 kB`)
    t.ok(existsSync(join(ROOT, published.document)), published.document)
    if (published.page !== undefined) t.ok(existsSync(join(ROOT, 'reports/published', published.page)), published.page)
  }
})

t.test('the page of a run is about the run that is compared', async (t) => {
  for (const published of PUBLISHED_RUNS) {
    if (published.page === undefined) continue
    const page = readFileSync(join(ROOT, 'reports/published', published.page), 'utf8')
    t.match(page, readPublished(published).startedAt, `${published.page} is the run in ${published.file}.json.gz`)
    t.ok(Buffer.byteLength(page) < MAX_PAGE, `${published.page} has less than 1 MB`)
  }
})

t.test('a published report keeps verdicts and reasons, and of exchanges only the deciding ones', async (t) => {
  const run = sampleRun()
  const slim = slimReport(run)
  const verdicts = ({ cases }: typeof run) => cases.map(({ id, verdict, message }) => [id, verdict, message])
  t.strictSame(verdicts(slim), verdicts(run))
  for (const { verdict, timeline } of slim.cases) {
    t.ok(timeline.length <= (verdict === 'failed' || verdict === 'warned' ? 1 : 0))
    for (const entry of timeline) t.notOk('requestBody' in entry || 'responseBody' in entry)
  }
})
