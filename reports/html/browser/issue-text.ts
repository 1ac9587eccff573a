// Runs in the browser. A button with `data-copy` copies the case around it as Markdown, for the issue tracker of the target.

/** Time for which a button confirms that it copied, in milliseconds. */
const CONFIRMATION_MS = 2_000

/** Sets up the buttons that copy a case. */
export function setUpCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    button.hidden = false
    button.addEventListener('click', () => void copy(button))
  }
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const details = button.closest('details')
  if (details === null) return
  const label = button.textContent
  const text = issueText(details)
  button.textContent = (await write(text)) ? 'Copied' : 'Copying is not allowed here'
  setTimeout(() => {
    button.textContent = label
  }, CONFIRMATION_MS)
}

async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

/** Returns a case as Markdown: what it shows, its requirements, what was found, the decisive exchange and its command. */
function issueText(details: HTMLDetailsElement): string {
  const texts = (part: string) => [...details.querySelectorAll(`[data-part=${part}]`)].map((each) => each.textContent)
  const requirements = [...details.querySelectorAll('[data-part=requirement]')].map((each) => {
    const address = each.querySelector('a')?.href
    const words = (each.firstElementChild ?? each).textContent
    return `- ${words}${address === undefined ? '' : ` <${address}>`}`
  })
  const run = document.querySelector('[data-part=run]')?.textContent ?? ''
  return [
    `### ${texts('title').join(' ')}`,
    '',
    ...requirements,
    '',
    ...texts('reason').flatMap(block),
    ...decisiveExchange(details),
    `Found by the case \`${texts('id').join(' ')}\` of Plexor. ${oneLine(run)}`,
    '',
  ].join('\n')
}

function decisiveExchange(details: HTMLDetailsElement): string[] {
  const decisive = details.querySelector('details[data-decisive]')
  if (decisive === null) return []
  const summary = oneLine(decisive.querySelector('summary')?.textContent ?? '')
  const bodies = [...decisive.querySelectorAll('pre')].flatMap((each) => block(each.textContent ?? ''))
  return [summary, '', ...bodies]
}

function block(text: string): string[] {
  return ['```', text, '```', '']
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
