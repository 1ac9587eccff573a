import { isRuleId, type RuleId } from './catalogue.ts'
import type { Finding, Report } from './finding.ts'
import { MAX_IGNORES } from './limits.ts'
import { encloses, type Range } from './source/range.ts'

/** Comment that silences the findings of one rule in the block after it. */
export interface IgnoreComment {
  /** Position of the comment */
  range: Range
  /** Range in which it silences findings; absent if nothing follows the comment */
  covers: Range | undefined
  /** Content after `plexor-ignore`, as written */
  words: string
}

/** Parses an HTML comment that silences findings: `<!-- plexor-ignore RULE-ID: reason -->`. */
export function ignoreComment(html: string, range: Range, covers: Range | undefined): IgnoreComment | undefined {
  const words = /^\s*<!--\s*plexor-ignore\b([\s\S]*?)-->/.exec(html)?.[1]
  return words === undefined ? undefined : { range, covers, words: words.trim() }
}

/** Syntax of comments in JSON or YAML. */
interface CommentSyntax {
  /** Matches a comment that silences findings; the first group is the content after the name */
  silencing: RegExp
  /** Matches the start of a comment */
  start: RegExp
}

const IN_YAML: CommentSyntax = { silencing: /(?:^|(?<=\s))#[ \t]*plexor-ignore\b(.*)$/gm, start: /^#/ }

const IN_JSON: CommentSyntax = {
  silencing: /(?:^|(?<=[\s,{[]))(?:\/\/|\/\*)[ \t]*plexor-ignore\b((?:(?!\*\/).)*)(?:\*\/)?/gm,
  start: /^(?:\/\/|\/\*)/,
}

/**
 * Finds the comments of YAML that silence findings: `# plexor-ignore RULE-ID: reason`. A comment at the end of a line
 * applies to the line. A comment on its own line applies to the next line and to everything indented below that.
 */
export function ignoreCommentsInYaml(text: string): IgnoreComment[] {
  return commentsIn(text, IN_YAML)
}

/** Finds the comments of JSON that silence findings. They apply to the same ranges as in YAML. */
export function ignoreCommentsInJson(text: string): IgnoreComment[] {
  return commentsIn(text, IN_JSON)
}

/** Parses the value of a `$comment` that silences findings. It applies to the object that contains it. */
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
    // Consecutive comments apply to the same block
    const isSame = block !== undefined && index < block.start
    if (isAlone && !isSame) block = blockAfter(text, range.end, start)
    const lineEnd = text.indexOf('\n', range.end)
    const line = { start: lineStart, end: lineEnd === -1 ? text.length : lineEnd }
    comments.push({ range, words: words.trim(), covers: isAlone ? block : line })
    if (comments.length > MAX_IGNORES) break
  }
  return comments
}

/** Finds the next line that is not a comment, together with the deeper-indented lines after it. */
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

/** Silences findings as they arrive, and reports the unused comments at the end. */
export class Silencer {
  readonly #comments: (IgnoreComment & { rule: RuleId | undefined; used: boolean })[] = []
  readonly #add: Report
  #silenced = 0
  #isFull = false

  constructor(report: Report) {
    this.#add = report
  }

  /** Number of silenced findings */
  get silenced(): number {
    return this.#silenced
  }

  add(comment: IgnoreComment): void {
    if (this.#comments.length >= MAX_IGNORES) {
      if (!this.#isFull)
        this.#report(
          comment,
          `Expected at most ${MAX_IGNORES} comments that ignore findings: this one and those after it have no effect`,
        )
      this.#isFull = true
      return
    }
    const [, name = '', rest = ''] = /^([\w-]*)([\s\S]*)$/.exec(comment.words) ?? []
    const reason = /^\s*:\s*(\S[\s\S]*)$/.exec(rest)?.[1]
    const expected = 'expected "plexor-ignore RULE-ID: reason"'
    if (!isRuleId(name))
      this.#report(
        comment,
        `Unknown rule "${name}" in the comment: ${expected}`,
        'Run "plexor check --list-rules" for the list of rules',
      )
    else if (reason === undefined) this.#report(comment, `The comment ignores "${name}" without a reason: ${expected}`)
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
      this.#report(
        comment,
        `The comment ignores "${comment.rule}", but the block after it has no such finding`,
        'Remove the comment',
      )
    }
  }

  #report({ range }: IgnoreComment, message: string, hint?: string): void {
    this.#add('ignore-comment', range, message, hint === undefined ? {} : { hint })
  }
}
