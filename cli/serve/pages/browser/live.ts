// Runs in the browser. Shows what is new without loading the page again.
import { morph } from './morph.ts'

/** Minimum time between two refreshes, in milliseconds. */
const PAUSE_MS = 400

/**
 * Refreshes the page as soon as the stack reports a change, unless the reader pauses it.
 *
 * @param refreshed called after each refresh
 */
export function setUpLive(refreshed: () => void): void {
  const bar = document.querySelector<HTMLElement>('.live')
  const controls = bar?.querySelector<HTMLElement>('span')
  const button = controls?.querySelector('button')
  if (!bar || !controls || !button) return
  controls.hidden = false
  let shown = bar.dataset.revision ?? ''
  let newest = shown
  let isBusy = false
  const isPaused = () => button.getAttribute('aria-pressed') === 'true'

  const follow = async () => {
    if (isBusy || isPaused() || document.hidden) return
    isBusy = true
    while (newest !== shown && !isPaused()) {
      const revision = await refresh().catch(() => undefined)
      if (revision === undefined) break
      shown = revision
      refreshed()
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
    isBusy = false
  }
  button.addEventListener('click', () => {
    button.setAttribute('aria-pressed', String(!isPaused()))
    showState(controls, isPaused() ? 'paused' : 'live')
    void follow()
  })
  document.addEventListener('visibilitychange', () => void follow())

  const source = new EventSource('/changes')
  source.addEventListener('message', ({ data }) => {
    newest = String(data)
    if (!isPaused()) showState(controls, 'live')
    void follow()
  })
  source.addEventListener('error', () => showState(controls, 'lost'))
}

/** Loads the page again, and takes over what has changed; returns the revision that it shows. */
async function refresh(): Promise<string | undefined> {
  const response = await fetch(location.pathname + location.search)
  if (!response.ok) return undefined
  const next = new DOMParser().parseFromString(await response.text(), 'text/html')
  const [content, fresh] = [document.getElementById('content'), next.getElementById('content')]
  if (content === null || fresh === null) return undefined
  morph(content, fresh)
  return next.querySelector<HTMLElement>('.live')?.dataset.revision
}

const STATES = {
  live: { words: 'Live', light: 'light on' },
  paused: { words: 'Paused', light: 'light' },
  lost: { words: 'No connection; trying again', light: 'light off' },
}

function showState(controls: HTMLElement, state: keyof typeof STATES): void {
  const { words, light } = STATES[state]
  const [lamp, status] = controls.children
  if (lamp !== undefined) lamp.className = light
  if (status !== undefined && status.textContent !== words) status.textContent = words
}
