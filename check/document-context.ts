import type { RuleKind, SpecVersion } from '../spec/index.ts'
import type { Fix, Report } from './finding.ts'
import type { Prose } from './read/prose.ts'
import type { ExampleRequest } from './read/request.ts'
import type { ObjectTree } from './read/tree.ts'
import type { PatternExample } from './rules/prose/pattern-examples.ts'
import type { SchemaLibrary } from './rules/schemas/schema-library.ts'
import type { Range } from './source/range.ts'

/** Push rule in an example. */
export interface RuleExample {
  tree: ObjectTree
  /** Absent if the example does not say it */
  kind?: RuleKind
  /** Taken from the rule itself, or from the URL of the request */
  ruleId?: string
  idRange?: Range
  /** `definition`: the document defines a default rule. `request`: a client creates the rule. `shown`: anything else */
  role: 'definition' | 'request' | 'shown'
}

/** Rule that an earlier request of the document creates. */
export interface MadeRule {
  kind: string
  ruleId: string
}

/** Escapes a fix for its place in the source; returns `undefined` if the fix cannot be written there. */
export type FixWriter = (fix: Fix) => Fix | undefined

/** Maximum number of rules of one section that are stored for the events after them. */
const MAX_REMEMBERED = 50

/** Content of a document before the current example: headings, prose, earlier rules and requests. */
export class DocumentContext {
  readonly specVersion: SpecVersion
  /** Name of the source */
  readonly name: string
  /** Other documents that references can lead to */
  readonly library: SchemaLibrary
  /** Writers that fixes go through, innermost last */
  readonly #writers: FixWriter[] = []
  readonly #add: Report
  /** Headings of the current section, outermost first */
  #headings: { depth: number; prose: Prose }[] = []
  /** Prose since the last example or heading */
  lead: Prose[] = []
  /** Properties that every push rule must have according to the text, until an example lacks them */
  requiredOfRules: { name: string; range: Range }[] = []
  /** True if that prose is about several examples, so that it proves nothing about one of them */
  isLeadShared = false
  /** Rules of the current section, in document order */
  sectionRules: RuleExample[] = []
  /** Conditions that the current section shows outside of rules */
  sectionConditions: ObjectTree[] = []
  /** Condition that the prose of the current section makes up */
  patternExample: PatternExample | undefined
  /** Kind of condition that was defined last */
  namedCondition: string | undefined
  /** Rules that earlier requests create */
  readonly made: MadeRule[] = []
  readonly requests: ExampleRequest[] = []
  /** Request of the block before, without its body, which the next block may show; and the prose before it */
  openRequest: { request: ExampleRequest; lead: Prose[] } | undefined
  /** IDs of the default rules that the document defines so far, by kind */
  readonly defined = new Map<RuleKind, string[]>()

  constructor(name: string, specVersion: SpecVersion, library: SchemaLibrary, report: Report) {
    this.name = name
    this.library = library
    this.specVersion = specVersion
    this.#add = report
  }

  readonly report: Report = (rule, range, message, { fix, ...more } = {}) => {
    const written = this.#writers.reduceRight<Fix | undefined>((one, write) => one && write(one), fix)
    this.#add(rule, range, message, written === undefined ? more : { ...more, fix: written })
  }

  /** Checks quoted content: fixes within `look` are escaped by `write`. */
  quoted(write: FixWriter, look: () => void): void {
    this.#writers.push(write)
    look()
    this.#writers.pop()
  }

  get headings(): readonly Prose[] {
    return this.#headings.map(({ prose }) => prose)
  }

  enterSection(depth: number, prose: Prose): void {
    this.#headings = [...this.#headings.filter((heading) => heading.depth < depth), { depth, prose }]
    this.lead = []
    this.sectionRules = []
    this.sectionConditions = []
    this.patternExample = undefined
  }

  addProse(prose: Prose): void {
    this.lead.push(prose)
  }

  /** Checks several examples that share the prose before them. */
  sharing(isShared: boolean, look: () => void): void {
    const before = this.isLeadShared
    this.isLeadShared ||= isShared
    look()
    this.isLeadShared = before
  }

  /** Ends an example: the prose after it belongs to the next one. */
  endExample(): void {
    this.lead = []
  }

  rememberRule(rule: RuleExample): void {
    if (this.sectionRules.length < MAX_REMEMBERED) this.sectionRules.push(rule)
  }

  rememberCondition(condition: ObjectTree): void {
    if (this.sectionConditions.length < MAX_REMEMBERED) this.sectionConditions.push(condition)
  }
}
