// Runs in the browser. Items (`data-item`) are shown if they match every control of the form `filters`. A control matches
// an item whose attribute of the same name contains the value as a word, or that has no such attribute; the control `q`
// matches items with `data-search` whose text contains every word.

/** Controls of the form by their names. */
type Values = ReadonlyMap<string, string>

/**
 * Sets up the form of the page, if it has one. The values of its controls are kept in the fragment of the URL.
 *
 * @returns function that filters again after items of the page have changed
 */
export function setUpFilters(): () => void {
  const form = document.querySelector<HTMLFormElement>('form.filters')
  if (form === null) return () => {}
  let items: HTMLElement[] = []
  let texts = new Map<HTMLElement, string>()
  const collect = () => {
    items = [...document.querySelectorAll<HTMLElement>('[data-item]')]
    texts = new Map(items.filter((item) => item.hasAttribute('data-search')).map((item) => [item, textOf(item)]))
  }
  const apply = () => {
    const values = valuesOf(form)
    for (const item of items) item.hidden = !matches(item, values, texts.get(item))
    showGroups(values)
    showCount(form, [...texts.keys()])
  }
  form.hidden = false
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('input', () => {
    apply()
    history.replaceState(null, '', `#${new URLSearchParams([...valuesOf(form)])}`)
  })
  form.addEventListener('reset', () => {
    history.replaceState(null, '', '#')
    // The controls change after the event
    setTimeout(apply)
  })
  const follow = () => {
    const target = targetOfUrl()
    if (target === undefined) setValues(form, new URLSearchParams(location.hash.slice(1)))
    else if (isHidden(target)) setValues(form, new URLSearchParams())
    apply()
    if (target !== undefined) reveal(target)
  }
  addEventListener('hashchange', follow)
  document.addEventListener('keydown', (event) => focusSearch(event, form))
  keepHeight(form)
  collect()
  follow()
  return () => {
    collect()
    apply()
  }
}

/** Makes the height of the form known to the style, for what stays visible below it. */
function keepHeight(form: HTMLFormElement): void {
  new ResizeObserver(() => {
    document.documentElement.style.setProperty('--filters', `${form.offsetHeight}px`)
  }).observe(form)
}

function textOf(item: HTMLElement): string {
  return `${item.textContent} ${item.dataset.search}`.toLowerCase()
}

function valuesOf(form: HTMLFormElement): Values {
  return new Map([...new FormData(form)].flatMap(([name, value]) => (value === '' ? [] : [[name, String(value)]])))
}

function setValues(form: HTMLFormElement, values: URLSearchParams): void {
  for (const control of form.elements) {
    if (control instanceof HTMLInputElement && control.type === 'checkbox') control.checked = values.has(control.name)
    else if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) {
      control.value = values.get(control.name) ?? ''
    }
  }
}

function matches(item: HTMLElement, values: Values, text: string | undefined): boolean {
  for (const [name, value] of values) {
    if (name === 'q') {
      const words = value.toLowerCase().split(/\s+/)
      if (text !== undefined && !words.every((word) => text.includes(word))) return false
    } else {
      const words = attributeOf(item, name)?.split(' ')
      if (words !== undefined && !words.includes(value)) return false
    }
  }
  return true
}

/** Returns an attribute of an item, or of the group that it is in. */
function attributeOf(item: HTMLElement, name: string): string | undefined {
  return item.dataset[name] ?? item.closest<HTMLElement>('[data-group]')?.dataset[name]
}

/** Hides groups without a visible item. While something is filtered, the others are open. */
function showGroups(values: Values): void {
  for (const group of document.querySelectorAll<HTMLElement>('[data-group]')) {
    const isEmpty = group.querySelector('[data-search]:not([hidden])') === null
    group.hidden = isEmpty || (group.dataset.item !== undefined && group.hidden)
    if (!(group instanceof HTMLDetailsElement)) continue
    const isFiltered = [...values.keys()].some((name) => name !== 'view')
    if (isFiltered && group.dataset.wasOpen === undefined) group.dataset.wasOpen = String(group.open)
    if (isFiltered) group.open = true
    else if (group.dataset.wasOpen !== undefined) {
      group.open = group.dataset.wasOpen === 'true'
      delete group.dataset.wasOpen
    }
  }
}

function showCount(form: HTMLFormElement, items: readonly HTMLElement[]): void {
  const output = form.querySelector('output')
  if (output === null) return
  const counted = items.filter(({ dataset }) => dataset.item !== '')
  const kinds = Map.groupBy(counted, ({ dataset }) => dataset.item ?? '')
  output.value = [...kinds]
    .filter(([, ofKind]) => !ofKind.every((item) => item.closest('section')?.hidden))
    .map(([kind, ofKind]) => `${ofKind.filter((item) => !item.hidden).length} of ${ofKind.length} ${kind}`)
    .join(', ')
}

/** Returns the element that the fragment of the URL names, if there is one. */
function targetOfUrl(): HTMLElement | undefined {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1))) ?? undefined
  } catch {
    return undefined
  }
}

function isHidden(element: HTMLElement): boolean {
  return element.closest('[hidden]') !== null
}

/** Opens an element and everything around it, and scrolls there. */
function reveal(element: HTMLElement): void {
  for (let around: Element | null = element; around !== null; around = around.parentElement) {
    if (around instanceof HTMLDetailsElement) around.open = true
  }
  element.scrollIntoView()
}

/** Moves to the search when `/` is pressed outside of a control. */
function focusSearch(event: KeyboardEvent, form: HTMLFormElement): void {
  const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  form.querySelector<HTMLInputElement>('input[type=search]')?.focus()
}
