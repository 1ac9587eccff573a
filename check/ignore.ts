import { isRuleId, type RuleId } from './catalogue.ts'
import type { Finding, Report } from './finding.ts'
import { MAX_IGNORES } from './limits.ts'
import { encloses, type Range } from './source/range.ts'

/** A comment that silences the findings of one rule, in what it stands before. */
export interface IgnoreComment {
  /** Where the comment stands */
  range: Range
  /** Where it silences; nowhere, if nothing follows it */
  covers: Range | undefined
  /** What stands after the name, as it is written */
  words: string
}

/** The comment as one that silences, if it is one: `<!-- plexor-ignore RULE-ID: reason -->`. */
export function ignoreComment(html: string, range: Range, covers: Range | undefined): IgnoreComment | undefined {
  const words = /^\s*<!--\s*plexor-ignore\b([\s\S]*?)-->/.exec(html)?.[1]
  return words === undefined ? undefined : { range, covers, words: words.trim() }
}

/** How comments are written in a language of lines. */
interface CommentSyntax {
  /** A comment that silences; what stands after the name is its first group */
  silencing: RegExp
  /** The start of a line that is a comment */
  start: RegExp
}

const IN_YAML: CommentSyntax = { silencing: /(?:^|(?<=\s))#[ \t]*plexor-ignore\b(.*)$/gm, start: /^#/ }

const IN_JSON: CommentSyntax = {
  silencing: /(?:^|(?<=[\s,{[]))(?:\/\/|\/\*)[ \t]*plexor-ignore\b((?:(?!\*\/).)*)(?:\*\/)?/gm,
  start: /^(?:\/\/|\/\*)/,
}

/**
 * The comments of YAML that silence: `# plexor-ignore RULE-ID: reason`. One at the end of a line is for the line; one by
 * itself is for the next line and all that is indented below it.
 */
export function ignoreCommentsInYaml(text: string): IgnoreComment[] {
  return commentsIn(text, IN_YAML)
}

/** The comments of JSON that silence, where JSON has comments; what they are for is told as in YAML. */
export function ignoreCommentsInJson(text: string): IgnoreComment[] {
  return commentsIn(text, IN_JSON)
}

/** The text of a `$comment` as one that silences, if it is one: it is for the object that it stands in. */
export function ignoreMember(text: string, range: Range, covers: Range): IgnoreComment | undefined {
  const words = /^\s*plexor-ignore\b([\s\S]*)$/.exec(text)?.[1]
  return words === undefined ? undefined : { range, covers, words: words.trim() }
}

function commentsIn(text: string, { silencing, start }: CommentSyntax): IgnoreComment[] {
  const comments: IgnoreComment[] = []
  let block: Range | undefined
  for (const { 0: all, 1: words = '', index } of text.matchAll(silencing)) {
    const range = { start: index, end: index + all.length }
    const lineStart = text.lastIndexOf('\n', index - 1) + 1
    const isAlone = text.slice(lineStart, index).trim() === ''
    // Comments in a row are for the same
    const isSame = block !== undefined && index < block.start
    if (isAlone && !isSame) block = blockAfter(text, range.end, start)
    const lineEnd = text.indexOf('\n', range.end)
    const line = { start: lineStart, end: lineEnd === -1 ? text.length : lineEnd }
    comments.push({ range, words: words.trim(), covers: isAlone ? block : line })
    if (comments.length > MAX_IGNORES) break
  }
  return comments
}

/** The next line with something other than a comment, and what is indented deeper than it. */
function blockAfter(text: string, from: number, comment: RegExp): Range | undefined {
  let start: number | undefined
  let indent = 0
  let end = from
  for (let place = text.indexOf('\n', from) + 1; place > 0 && place < text.length; ) {
    const next = text.indexOf('\n', place)
    const line = text.slice(place, next === -1 ? text.length : next)
    const depth = line.search(/\S/)
    if (depth !== -1) {
      const isComment = comment.test(line.slice(depth, depth + 2))
      if (start === undefined && !isComment) [start, indent] = [place, depth]
      else if (start !== undefined && depth <= indent) break
      end = place + line.length
    }
    place += line.length + 1
  }
  return start === undefined ? undefined : { start, end }
}

/** What silences findings as they come, and in the end tells which comments were of no use. */
export class Silencer {
  readonly #comments: (IgnoreComment & { rule: RuleId | undefined; used: boolean })[] = []
  readonly #report: Report
  #silenced = 0
  #isFull = false

  constructor(report: Report) {
    this.#report = report
  }

  /** How many findings were silenced */
  get silenced(): number {
    return this.#silenced
  }

  add(comment: IgnoreComment): void {
    if (this.#comments.length >= MAX_IGNORES) {
      if (!this.#isFull)
        this.#tell(
          comment,
          `There are more than ${MAX_IGNORES} comments that ignore findings, and this one is not looked at`,
        )
      this.#isFull = true
      return
    }
    const [, name = '', rest = ''] = /^([\w-]*)([\s\S]*)$/.exec(comment.words) ?? []
    const reason = /^\s*:\s*(\S[\s\S]*)$/.exec(rest)?.[1]
    const expected = 'wanted "plexor-ignore RULE-ID: reason"'
    if (!isRuleId(name))
      this.#tell(
        comment,
        `There is no rule "${name}" to ignore: ${expected}`,
        'plexor check --list-rules shows the rules',
      )
    else if (reason === undefined)
      this.#tell(comment, `The comment ignores "${name}" and does not say why: ${expected}`)
    const isUsable = isRuleId(name) && reason !== undefined
    this.#comments.push({ ...comment, rule: isUsable ? name : undefined, used: false })
  }

  silences({ rule, range }: Finding): boolean {
    if (rule === 'ignore-comment' || rule === 'too-many-findings') return false
    const comment = this.#comments.findLast(
      (one) =>
        one.rule === rule && one.covers !== undefined && encloses(one.covers, { start: range.start, end: range.start }),
    )
    if (comment === undefined) return false
    comment.used = true
    this.#silenced += 1
    return true
  }

  finish(): void {
    for (const comment of this.#comments) {
      if (comment.rule === undefined || comment.used) continue
      this.#tell(
        comment,
        `The comment ignores "${comment.rule}", and there is no such finding in what it stands before`,
        'Remove the comment',
      )
    }
  }

  #tell({ range }: IgnoreComment, message: string, hint?: string): void {
    this.#report('ignore-comment', range, message, hint === undefined ? {} : { hint })
  }
}
