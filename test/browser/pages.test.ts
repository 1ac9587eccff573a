import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { COMPARISON_WRITERS } from '../../reports/comparison/writers.ts'
import { DIFF_WRITERS } from '../../reports/diff.ts'
import { compareRuns, diffRuns, type RunResult, summarise } from '../../run/index.ts'
import { hostileRun } from '../reports/hostile-run.ts'
import { caseResult, sampleRun } from '../reports/sample-run.ts'
import { written } from '../reports/written.ts'
import { accessibilityProblems, browserPath, isTooWide, openBrowser, openPage, SIZES } from './open-page.ts'

/** Creates a second implementation, which passes what fails in the sample. */
function other(): RunResult {
  const cases = sampleRun().cases.map((result) => ({ ...result, verdict: 'passed' as const }))
  return { ...sampleRun(), ...summarise(cases, false), specVersion: 'v1.2' }
}

const comparison = compareRuns([
  { name: 'One', run: sampleRun() },
  { name: 'Other', run: other() },
])
const hostile = compareRuns([
  { name: 'One', run: hostileRun() },
  { name: 'Other', run: hostileRun() },
])

const PAGES: Readonly<Record<string, string>> = {
  report: written('html', sampleRun()),
  comparison: COMPARISON_WRITERS.html(comparison),
  'comparison over time': DIFF_WRITERS.html(diffRuns(sampleRun(), other())),
}

const HOSTILE_PAGES: Readonly<Record<string, string>> = {
  report: written('html', hostileRun()),
  comparison: COMPARISON_WRITERS.html(hostile),
  'comparison over time': DIFF_WRITERS.html(diffRuns(sampleRun(), hostileRun())),
}

const path = browserPath()
if (path === undefined) {
  t.comment('No browser was found: install chromium, or name one in PLEXOR_BROWSER, to test the pages in it')
  t.test('the pages in a browser', { skip: 'no browser was found' }, async () => {})
} else {
  await testPages(await openBrowser(t, path))
}

/** Returns the ids of the cases in the list that are visible. */
async function visibleCases(page: Page): Promise<string[]> {
  return await page.locator('li[data-item=cases]:visible code:first-child').allTextContents()
}

async function testPages(browser: Browser): Promise<void> {
  for (const [name, text] of Object.entries(PAGES)) {
    for (const size of Object.keys(SIZES) as (keyof typeof SIZES)[]) {
      for (const colours of ['light', 'dark'] as const) {
        t.test(`${name}, ${size}, ${colours}: accessible, and as wide as the window`, async (t) => {
          const { page, errors } = await openPage(t, browser, text, { size, colours })
          t.equal(await isTooWide(page), false)
          await page.evaluate(() => {
            for (const details of document.querySelectorAll('details')) details.open = true
          })
          t.equal(await isTooWide(page), false, 'with everything open')
          t.strictSame(errors, [])
          t.strictSame(await accessibilityProblems(page), [])
        })
      }
    }

    t.test(`${name}: complete without a script`, async (t) => {
      const { page } = await openPage(t, browser, text, { scripts: false })
      t.equal(await page.locator('form:visible, button:visible').count(), 0, 'no control that does nothing')
      t.equal(await page.locator('main').isVisible(), true)
      t.match(await page.locator('main').textContent(), 'pushers/removed')
    })
  }

  for (const [name, text] of Object.entries(HOSTILE_PAGES)) {
    t.test(`${name} of a hostile target: nothing of it runs, and nothing is requested`, async (t) => {
      const { page, errors } = await openPage(t, browser, text)
      page.on('dialog', (dialog) => t.fail(`A script ran: ${dialog.message()}`))
      t.strictSame(errors, [])
      t.equal(await page.locator('script').count(), 1)
      t.equal(await page.locator('img').count(), 0)
    })
  }

  t.test('filters narrow the report, and are kept in its URL', async (t) => {
    const { page } = await openPage(t, browser, PAGES.report ?? '')
    await page.selectOption('select[name=outcome]', 'known')
    t.strictSame(await visibleCases(page), ['pushers/known', 'rules/flaky'])
    t.equal(new URL(page.url()).hash, '#outcome=known')
    await page.reload()
    t.equal(await page.locator('select[name=outcome]').inputValue(), 'known')
    t.strictSame(await visibleCases(page), ['pushers/known', 'rules/flaky'])
    t.match(await page.locator('output').textContent(), /^1 of \d+ requirements, 2 of \d+ cases$/)
    await page.click('button[type=reset]')
    await page.locator('li[id="case-rules/open"]').waitFor({ state: 'attached' })
    await page.waitForFunction(() => document.querySelector('li[data-item=cases][hidden]') === null)
  })

  t.test('a link has a filter, a view, or a case', async (t) => {
    const { page } = await openPage(t, browser, PAGES.report ?? '', { fragment: 'q=push.append&view=requirements' })
    t.equal(await page.locator('li[data-item=requirements]:visible').count(), 1)
    t.equal(await page.locator('#cases').isVisible(), false)
    await page.evaluate(() => location.assign('#case-rules/open'))
    await page.locator('li[id="case-rules/open"]').waitFor({ state: 'visible' })
    t.equal(await page.locator('select[name=view]').inputValue(), '', 'a case that a filter hides is shown')
  })

  t.test('everything can be done with the keyboard', async (t) => {
    const { page } = await openPage(t, browser, PAGES.report ?? '')
    await page.keyboard.press('/')
    await page.keyboard.type('lang')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('push.append')
    t.strictSame(await visibleCases(page), ['pushers/known'])
    const known = page.locator('details[id="case-pushers/known"]')
    await known.locator('summary').first().focus()
    await page.keyboard.press('Enter')
    t.equal(await known.evaluate((details: HTMLDetailsElement) => details.open), true)
  })

  t.test('a failure is copied as an issue report', async (t) => {
    const { page } = await openPage(t, browser, PAGES.report ?? '', { fragment: 'case-pushers/removed' })
    const failure = page.locator('details[id="case-pushers/removed"]')
    await failure.getByRole('button', { name: 'Copy as an issue report' }).click()
    await failure.getByRole('button', { name: 'Copied' }).waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    t.match(copied, /^### A pusher that was removed gets no push\n/)
    t.match(copied, '- must push.pusher-null: A null kind removes the pusher <https://spec.matrix.org/v1.19/')
    t.match(copied, '```\nExpected no push for $own\nSaw one 35 ms after the event was sent\n```')
    t.match(copied, 'Found by the case `pushers/removed` of Plexor.')
  })

  t.test('the comparison shows only differences, or those of one implementation', async (t) => {
    const { page } = await openPage(t, browser, PAGES.comparison ?? '')
    const rows = page.locator('details[data-item=requirements]:visible')
    const { requirements } = comparison
    t.equal(await rows.count(), requirements.length)
    await page.check('input[name=differ]')
    t.equal(await rows.count(), requirements.filter(({ varies }) => varies).length)
    t.equal(new URL(page.url()).hash, '#differ=yes')
    await page.uncheck('input[name=differ]')
    await page.selectOption('select[name=outcome]', '1:known')
    t.equal(await rows.count(), requirements.filter(({ cells }) => cells[0]?.kind === 'known').length)
  })

  t.test('a report on 700 cases opens in less than a second', async (t) => {
    const cases = [...Array(700).keys()].map((index) =>
      caseResult({ id: `area-${index % 20}/case-${index}`, verdict: index % 10 === 0 ? 'failed' : 'passed' }),
    )
    const text = written('html', { ...sampleRun(), ...summarise(cases, false) })
    const { page } = await openPage(t, browser, text)
    const loadedMs = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
      return navigation?.loadEventEnd
    })
    t.comment(`The page was ready after ${loadedMs} ms`)
    // A busy machine can be many times slower than an idle one
    t.ok(loadedMs !== undefined && loadedMs < 10_000)
  })

  t.test('on paper, everything is open, and nothing is there to click on', async (t) => {
    const { page } = await openPage(t, browser, PAGES.report ?? '')
    await page.emulateMedia({ media: 'print' })
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    t.equal(await page.locator('form:visible, button:visible').count(), 0)
    t.equal(await page.locator('details.case:not([open])').count(), 0)
  })
}
