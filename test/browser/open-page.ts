import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Test } from 'tap'
import { temporaryFolder } from '../temporary-folder.ts'

/** Names of the programs that can show the pages. */
const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** Sizes of a phone and of a desktop, in CSS pixels. */
export const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } } as const

/** Options of a page. */
export interface PageOptions {
  /** Fragment of its URL, without `#` */
  fragment?: string
  /** Default: desktop */
  size?: keyof typeof SIZES
  /** Default: light */
  colours?: 'light' | 'dark'
  /** False to disable scripts; default: true */
  scripts?: boolean
}

/** Page in a browser, with what went wrong there. */
export interface OpenPage {
  page: Page
  /** Errors of scripts, and violations of the content security policy */
  errors: string[]
}

/** Returns the path of a browser: that of `PLEXOR_BROWSER`, or the first known one; undefined if there is none. */
export function browserPath(): string | undefined {
  const named = process.env.PLEXOR_BROWSER
  if (named !== undefined && named !== '') return named
  const folders = (process.env.PATH ?? '').split(delimiter)
  return PROGRAMS.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
}

/** Starts the browser, and closes it at the end of the test. */
export async function openBrowser(t: Test, executablePath: string): Promise<Browser> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  t.teardown(() => browser.close())
  return browser
}

/** Opens a page from a file, as somebody does who was sent one. */
export async function openPage(t: Test, browser: Browser, text: string, options: PageOptions = {}): Promise<OpenPage> {
  const folder = temporaryFolder(t, { 'page.html': text })
  const address = `${pathToFileURL(join(folder, 'page.html'))}#${options.fragment ?? ''}`
  return await openAddress(t, browser, address, 'file:', options)
}

/**
 * Opens a page at an address.
 *
 * @param own beginning of the addresses that the page may send requests to
 */
export async function openAddress(
  t: Test,
  browser: Browser,
  address: string,
  own: string,
  { size = 'desktop', colours = 'light', scripts = true }: PageOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: colours,
    javaScriptEnabled: scripts,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', ({ message }) => errors.push(message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(own)) errors.push(`request to ${request.url()}`)
  })
  await page.goto(address)
  return { page, errors }
}

/** Returns the serious problems that an accessibility checker finds, one line for each rule. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => axe.run({ resultTypes: ['violations'] }))
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join('\n')}`)
}

/** Reports whether the page is wider than the window, so that a reader has to scroll sideways. */
export async function isTooWide(page: Page): Promise<boolean> {
  return await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
}
