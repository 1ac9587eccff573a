// Runs in the browser. Changes a part of the page into another one, and keeps every element that is still there, so that
// the reader's place, focus and open details stay.

/** Attributes that belong to the reader or to the script, not to the server. */
const KEPT = new Set(['open', 'hidden', 'data-was-open'])

/** Changes an element into another one. Children with the same `id` are the same. */
export function morph(element: Element, next: Element): void {
  if (element.isEqualNode(next)) return
  for (const { name, value } of next.attributes) {
    if (!KEPT.has(name) && element.getAttribute(name) !== value) element.setAttribute(name, value)
  }
  for (const { name } of [...element.attributes]) {
    if (!KEPT.has(name) && !next.hasAttribute(name)) element.removeAttribute(name)
  }
  morphChildren(element, next)
}

function morphChildren(element: Element, next: Element): void {
  // Otherwise those after them would move, and lose the focus
  const stays = new Set([...next.children].map(({ id }) => id))
  for (const child of [...element.children]) if (child.id !== '' && !stays.has(child.id)) child.remove()
  const byId = new Map([...element.children].filter(({ id }) => id !== '').map((child) => [child.id, child]))
  let place = element.firstChild
  for (const fresh of [...next.childNodes]) {
    const match = matchOf(fresh, place, byId)
    if (match === undefined) {
      element.insertBefore(document.importNode(fresh, true), place)
      continue
    }
    if (match === place) place = place.nextSibling
    else element.insertBefore(match, place)
    if (match instanceof Element && fresh instanceof Element) morph(match, fresh)
    else if (match.nodeValue !== fresh.nodeValue) match.nodeValue = fresh.nodeValue
  }
  while (place !== null) {
    const rest: ChildNode = place
    place = place.nextSibling
    rest.remove()
  }
}

/** Returns the child that becomes the fresh one: that with its id, or else the one at its place if it is alike. */
function matchOf(fresh: ChildNode, place: ChildNode | null, byId: ReadonlyMap<string, Element>): ChildNode | undefined {
  if (fresh instanceof Element && fresh.id !== '') {
    const known = byId.get(fresh.id)
    return known?.tagName === fresh.tagName ? known : undefined
  }
  if (place === null || place.nodeType !== fresh.nodeType) return undefined
  const isNamed = place instanceof Element && (place.id !== '' || place.tagName !== (fresh as Element).tagName)
  return isNamed ? undefined : place
}
