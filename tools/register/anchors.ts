import { basename } from 'node:path'
import { parse } from 'yaml'
import { createAnchors, type Heading, headingsOf, toAnchor } from './markdown.ts'
import { operationsOf } from './schemas.ts'
import type { SpecFiles } from './spec-repository.ts'

/** Part of a file that an anchor leads to. */
export interface Target {
  file: string
  place: string
}

/** Heading that stands for the file that a shortcode includes. */
const INCLUSION = /\{\{([%<]) *(cs-modules?|rver-fragment)\b([^}]*?)[%>]\}\}/g
const INCLUDED = /^@(joined|separate) (.+)$/

/**
 * Returns the targets of all anchors of a page of the specification.
 *
 * Anchors are those that Hugo makes: of headings, operations and events. Up to v1.10 each module was rendered by itself,
 * so that the same anchor could occur several times; since then a repeated one has a number.
 *
 * @param files - the specification at one version
 * @param page - the path of the page, such as `client-server-api` or `rooms/v6`
 */
export function anchorsOf(files: SpecFiles, page: string): Map<string, Target> {
  const main = [`content/${page}/_index.md`, `content/${page}.md`].find((file) => files.has(file))
  const targets = new Map<string, Target>()
  if (main === undefined) return targets
  for (const [anchor, target] of [...operations(files, page), ...events(files, page)]) targets.set(anchor, target)
  addHeadings(files, main, createAnchors(), targets)
  return targets
}

/** Adds the headings of a file and of those that it includes. */
function addHeadings(
  files: SpecFiles,
  file: string,
  anchors: (heading: Heading) => string,
  targets: Map<string, Target>,
): void {
  const places = createAnchors()
  for (const heading of headingsOf(withInclusions(file, files))) {
    const [, way, included] = INCLUDED.exec(heading.text) ?? []
    if (included !== undefined) {
      addHeadings(files, included, way === 'joined' ? anchors : createAnchors(), targets)
      continue
    }
    const anchor = anchors(heading)
    if (!targets.has(anchor)) targets.set(anchor, { file, place: places(heading) })
    else places(heading)
  }
}

/** Returns the text of a file with a heading in place of each inclusion. */
function withInclusions(file: string, files: SpecFiles): string {
  return (files.get(file) ?? '').replace(INCLUSION, (_all, sign: string, shortcode: string, parameters: string) => {
    const name = /(?:filename|name)="([^"]*)"/.exec(/filename="[^"]*"/.exec(parameters)?.[0] ?? parameters)?.[1]
    const folder = shortcode === 'rver-fragment' ? 'content/rooms/fragments/' : 'content/client-server-api/modules/'
    const included =
      shortcode === 'cs-modules' ? [...files.keys()].filter((path) => path.startsWith(folder)) : [`${folder}${name}.md`]
    const way = sign === '%' && shortcode !== 'cs-modules' ? 'joined' : 'separate'
    return included.map((path) => `\n\n# @${way} ${path}\n\n`).join('')
  })
}

/** Returns the anchors of the operations of an API, such as `get_matrixclientv3pushers`. */
function operations(files: SpecFiles, page: string): [string, Target][] {
  const folder = `data/api/${page.replace(/-api$/, '')}/`
  return [...files]
    .filter(([file, text]) => file.startsWith(folder) && /^paths:/m.test(text))
    .flatMap(([file, text]) => {
      const document = parse(text)
      const base = String(document.basePath ?? document.servers?.[0]?.variables?.basePath?.default ?? '')
      return operationsOf(document).map(({ name, path, method }): [string, Target] => [
        `${method}${toAnchor(`${base.replace('%CLIENT_MAJOR_VERSION%', 'v3')}${path}`)}`,
        { file, place: name },
      ])
    })
}

/** Returns the anchors of the events, such as `mfully_read`. */
function events(files: SpecFiles, page: string): [string, Target][] {
  if (page !== 'client-server-api') return []
  return [...files.keys()]
    .filter((file) => file.startsWith('data/event-schemas/schema/m.'))
    .map((file) => [toAnchor(basename(file, '.yaml')), { file, place: '' }])
}
