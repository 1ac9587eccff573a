import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { renderPlayground } from '../../tools/playground/render.ts'
import { accessibilityProblems, browserPath, isTooWide, openBrowser, openPage, SIZES } from './open-page.ts'

const playground = renderPlayground()

t.test('the playground is one small page that allows no requests', async (t) => {
  t.ok(playground.length < 60_000, `It has ${playground.length} characters`)
  t.match(playground, "default-src 'none'; style-src 'sha256-")
  t.notMatch(playground, /<(?:link|img|iframe)|src=|@import|url\(/)
})

const path = browserPath()
if (path === undefined) {
  t.comment('No browser was found: install chromium, or name one in PLEXOR_BROWSER, to test the playground in it')
  t.test('the playground in a browser', { skip: 'no browser was found' }, async () => {})
} else {
  await testPlayground(await openBrowser(t, path))
}

/** Waits for the rule that decides. */
async function expectDecision(page: Page, text: string): Promise<void> {
  await page.locator('#decision', { hasText: text }).waitFor()
}

async function testPlayground(browser: Browser): Promise<void> {
  for (const size of Object.keys(SIZES) as (keyof typeof SIZES)[]) {
    for (const colours of ['light', 'dark'] as const) {
      t.test(`${size}, ${colours}: accessible, and as wide as the window`, async (t) => {
        const { page, errors } = await openPage(t, browser, playground, { size, colours })
        await expectDecision(page, 'content cake decides: notifies')
        t.equal(await isTooWide(page), false)
        await page.fill('#rules', '{')
        await page.locator('#rules-problem:not(:empty)').waitFor()
        t.equal(await isTooWide(page), false)
        t.strictSame(errors, [])
        t.strictSame(await accessibilityProblems(page), [])
      })
    }
  }

  t.test('an edit changes the result, rule by rule and condition by condition', async (t) => {
    const { page } = await openPage(t, browser, playground)
    await page.fill('#event', JSON.stringify({ type: 'm.room.message', sender: '@bob:x', content: { body: 'tea' } }))
    await expectDecision(page, 'underride .m.rule.message decides: notifies')
    const rules = await page.locator('#tried > li').allTextContents()
    t.match(rules[0], 'override .m.rule.master: it is disabled')
    t.match(
      rules.find((text) => text.includes('content cake')),
      'does not match',
    )
    await page.uncheck('#defaults')
    await expectDecision(page, 'No rule matches')
    t.equal(await page.locator('#tried > li').count(), 1)
  })

  t.test('an example, a version and the default rules can be chosen', async (t) => {
    const { page } = await openPage(t, browser, playground)
    await page.selectOption('#example', { label: 'a mention' })
    await expectDecision(page, 'override .m.rule.is_user_mention decides: notifies')
    await page.selectOption('#version', 'v1.2')
    await expectDecision(page, 'override .m.rule.contains_display_name decides: notifies')
    await page.click('#write-defaults')
    t.match(await page.inputValue('#rules'), '"rule_id": ".m.rule.master"')
    t.equal(await page.isChecked('#defaults'), false)
    await expectDecision(page, 'override .m.rule.contains_display_name decides: notifies')
  })

  t.test('a link has all of it, and shows the same again', async (t) => {
    const { page } = await openPage(t, browser, playground)
    await page.fill('#room', '{"member_count": 2}')
    await page.fill('#rules', '{}')
    await expectDecision(page, 'underride .m.rule.room_one_to_one decides: notifies')
    await page.click('#share')
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    t.match(new URL(link).hash, 'room=%7B%22member_count%22%3A+2%7D')
    await page.goto('about:blank')
    await page.goto(link)
    await expectDecision(page, 'underride .m.rule.room_one_to_one decides: notifies')
    t.equal(await page.inputValue('#room'), '{"member_count": 2}')
  })

  t.test('a text that cannot be used says why', async (t) => {
    const { page } = await openPage(t, browser, playground)
    await page.fill('#room', '{"member_count": "two"}')
    await expectDecision(page, 'No result')
    t.match(await page.textContent('#room-problem'), '"member_count": expected the number of members, found string')
    t.equal(await page.getAttribute('#room', 'aria-invalid'), 'true')
    await page.fill('#room', '{"member_count": 3}')
    await expectDecision(page, 'content cake decides')
    t.equal(await page.getAttribute('#room', 'aria-invalid'), null)
  })

  t.test('everything can be reached with the keyboard', async (t) => {
    const { page } = await openPage(t, browser, playground)
    const reached: string[] = []
    for (let index = 0; index < 9; index += 1) {
      await page.keyboard.press('Tab')
      reached.push(await page.evaluate(() => document.activeElement?.id ?? ''))
    }
    const order = ['example', 'version', 'user', 'defaults', 'write-defaults', 'share', 'rules', 'event', 'room']
    t.strictSame(reached, order)
  })

  t.test('hostile texts in a link are shown as text', async (t) => {
    const attack = '</script><img src=x onerror=alert(1)>'
    const rule = { rule_id: attack, enabled: true, conditions: [], actions: ['notify', { set_tweak: attack }] }
    const fragment = new URLSearchParams({
      rules: JSON.stringify({ override: [rule] }),
      user: attack,
      version: attack,
    }).toString()
    const { page, errors } = await openPage(t, browser, playground, { fragment })
    page.on('dialog', (dialog) => t.fail(`A script ran: ${dialog.message()}`))
    await expectDecision(page, 'No result')
    t.match(await page.textContent('#user-problem'), `found "${attack}"`)
    await page.fill('#user', '@alice:example.org')
    await expectDecision(page, `override ${attack} decides`)
    t.equal(await page.locator('img').count(), 0)
    t.equal(await page.inputValue('#version'), 'v1.19', 'an unknown version is not chosen')
    t.strictSame(errors, [])
  })

  t.test('without a script, it says what to do', async (t) => {
    const { page } = await openPage(t, browser, playground, { scripts: false })
    t.match(await page.locator('main').textContent(), 'Allow scripts')
    t.equal(await page.locator('form:visible').count(), 0)
  })
}
