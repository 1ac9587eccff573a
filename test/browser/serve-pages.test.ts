import type { Browser, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { startPages } from '../../cli/serve/start-pages.ts'
import { hostileStack, PATHS, type SampleStack, sampleStack } from '../cli/serve/sample-stack.ts'
import {
  accessibilityProblems,
  browserPath,
  isTooWide,
  type OpenPage,
  openAddress,
  openBrowser,
  type PageOptions,
} from './open-page.ts'

/** Appearances in which every page is checked: each size, and each scheme of colours. */
const APPEARANCES = [
  ['phone', 'light'],
  ['desktop', 'dark'],
] as const

const path = browserPath()
if (path === undefined) {
  t.comment('No browser was found: install chromium, or name one in PLEXOR_BROWSER, to test the pages of serve in it')
  t.test('the pages of serve in a browser', { skip: 'no browser was found' }, async () => {})
} else {
  await testPages(await openBrowser(t, path))
}

/** Serves the pages of a stack; returns their address and what stops them. */
async function served(t: Test, { stack }: SampleStack): Promise<{ url: string; close(): Promise<void> }> {
  const pages = await startPages(stack, { port: 0, ports: { pages: 0 }, pagesHost: '127.0.0.1', pagesPort: undefined })
  t.teardown(() => pages.close())
  return pages
}

async function open(
  t: Test,
  browser: Browser,
  sample: SampleStack,
  at: string,
  options?: PageOptions,
): Promise<OpenPage> {
  const { url } = await served(t, sample)
  return await openAddress(t, browser, `${url}${at}`, url, options)
}

/** Waits until the page follows the stack. */
async function untilLive(page: Page): Promise<void> {
  await page.getByRole('status').filter({ hasText: 'Live' }).waitFor()
}

async function testPages(browser: Browser): Promise<void> {
  for (const path of PATHS) {
    for (const [size, colours] of APPEARANCES) {
      t.test(`${path}, ${size}, ${colours}: accessible, as wide as the window, and harmless`, async (t) => {
        const { page, errors } = await open(t, browser, hostileStack(), path, { size, colours })
        page.on('dialog', (dialog) => t.fail(`A script ran: ${dialog.message()}`))
        await untilLive(page)
        t.equal(await isTooWide(page), false)
        await page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true
        })
        t.equal(await isTooWide(page), false, 'with everything open')
        t.strictSame(await accessibilityProblems(page), [])
        t.strictSame(errors, [])
        t.equal(await page.locator('img').count(), 0)
        t.equal(await page.locator('script').count(), 1)
      })
    }

    t.test(`${path}: complete without a script`, async (t) => {
      const sample = sampleStack()
      sample.notify()
      const { page } = await open(t, browser, sample, path, { scripts: false })
      t.equal(await page.locator('form:visible, button:visible').count(), 0, 'no control that does nothing')
      t.match(await page.locator('main').innerText(), /Kitchen|\$tea|@alice:localhost|Push 1 arrived/)
      t.equal(await page.getByRole('link', { name: 'Reload the page' }).isVisible(), true)
    })
  }

  t.test('what is new appears, and what the reader opened, chose and looks at stays', async (t) => {
    const sample = sampleStack()
    for (let index = 0; index < 30; index += 1) sample.notify({ event_id: `$${index}` })
    const { page, errors } = await open(t, browser, sample, '/inboxes')
    await untilLive(page)
    await page.fill('input[name=q]', 'push')
    const opened = page.locator('#push-phone-20')
    await opened.locator('summary').press('Enter')
    await opened.evaluate((element) => element.scrollIntoView({ block: 'center' }))
    const before = await opened.boundingBox()
    sample.notify({ event_id: '$new' })
    await page.locator('#push-phone-31').waitFor()
    await page.locator('output', { hasText: '20 of 20 pushes' }).waitFor()
    t.equal(await opened.evaluate((details: HTMLDetailsElement) => details.open), true)
    t.equal(await page.evaluate(() => document.activeElement?.closest('details')?.id), 'push-phone-20')
    t.equal(await page.inputValue('input[name=q]'), 'push')
    t.ok(Math.abs(((await opened.boundingBox())?.y ?? 0) - (before?.y ?? 0)) < 2, 'nothing moves')
    t.equal(await page.locator('#push-phone-11').count(), 0, 'the oldest one is left out')
    t.strictSame(errors, [])
  })

  t.test('an entry changes in its place', async (t) => {
    const sample = sampleStack()
    sample.notify({ event_id: '$other' })
    const failure = { result: 'failed', reason: 'it responded with 503' } as const
    const { page } = await open(t, browser, sample, '/chain')
    await untilLive(page)
    const device = { app_id: 'app', pushkey: 'another', data: {}, tweaks: {} }
    sample.notify({}, [{ device, outcome: failure }])
    const entry = page.locator('details.entry', { hasText: 'failed' })
    await entry.locator('summary').click()
    sample.notify({}, [{ device, outcome: { result: 'sent' } }])
    await page.locator('details.entry[open]', { hasText: '2 attempts' }).waitFor()
    t.equal(await page.locator('details.entry').count(), 2)
  })

  t.test('a filter holds for what is new', async (t) => {
    const sample = sampleStack()
    const { log } = sample.stack.activity
    const entry = { part: 'gateway', level: 'info', event: 'notification', text: 'Nothing special' } as const
    log(entry)
    const { page } = await open(t, browser, sample, '/log')
    await untilLive(page)
    await page.selectOption('select[name=level]', 'problem')
    log(entry)
    log({ ...entry, level: 'warning', text: 'Something special' })
    await page.locator('li', { hasText: 'Something special' }).waitFor()
    t.strictSame(await page.locator('li[data-item]:visible').count(), 1)
    t.match(await page.locator('output').textContent(), '1 of 3 entries')
    t.match(page.url(), '#level=problem')
  })

  t.test('a reader can pause and go on, with the keyboard', async (t) => {
    const sample = sampleStack()
    const { page } = await open(t, browser, sample, '/chain')
    let loaded = 0
    page.on('response', (response) => {
      if (response.url().endsWith('/chain')) loaded += 1
    })
    await untilLive(page)
    const pause = page.getByRole('button', { name: 'Pause' })
    await pause.press('Enter')
    t.equal(await pause.getAttribute('aria-pressed'), 'true')
    await page.getByRole('status').filter({ hasText: 'Paused' }).waitFor()
    sample.notify()
    // The page has the change by the time that another listener has it
    await page.evaluate(
      () => new Promise((resolve) => new EventSource('/changes').addEventListener('message', resolve)),
    )
    t.equal(loaded, 0, 'a paused page loads nothing')
    t.equal(await page.locator('details.entry').count(), 0)
    await page.keyboard.press('Space')
    await page.locator('details.entry').waitFor()
  })

  t.test('links lead from a notification to its push, and back', async (t) => {
    const sample = sampleStack()
    sample.notify()
    const { page } = await open(t, browser, sample, '/chain')
    await page.locator('details.entry summary').press('Enter')
    await page.locator('td a').press('Enter')
    await page.waitForURL(/\/inboxes\?device=phone#push-phone-1$/)
    t.equal(await page.locator('#push-phone-1[open]').count(), 1)
    await page.getByRole('link', { name: 'through the chain' }).press('Enter')
    await page.waitForURL(/\/chain#event-\w+$/)
    t.equal(await page.locator('details.entry[open]').count(), 1)
  })

  t.test('a page says that the stack has ended', async (t) => {
    const sample = sampleStack()
    const { url, close } = await served(t, sample)
    const { page } = await openAddress(t, browser, `${url}/log`, url)
    await untilLive(page)
    await close()
    await page.getByRole('status').filter({ hasText: 'No connection' }).waitFor()
  })
}
