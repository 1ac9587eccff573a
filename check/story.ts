import type { RuleKind, SpecVersion } from '../spec/index.ts'
import type { Fix, Report } from './finding.ts'
import type { Prose } from './read/prose.ts'
import type { ExampleRequest } from './read/request.ts'
import type { ObjectTree } from './read/tree.ts'
import type { Range } from './source/range.ts'

/** A push rule that an example shows. */
export interface RuleExample {
  tree: ObjectTree
  /** Where the example tells it */
  kind?: RuleKind
  /** From the rule itself, or from the URL that it is put to */
  ruleId?: string
  idRange?: Range
  /** `definition`: the text defines a default rule. `request`: a client makes it. `shown`: anything else */
  role: 'definition' | 'request' | 'shown'
}

/** A rule that an earlier request of the document makes. */
export interface MadeRule {
  kind: string
  ruleId: string
}

/** How a mend has to be written at its place; undefined where it cannot be made there. */
export type FixWriter = (fix: Fix) => Fix | undefined

/** How many rules of one section are remembered, for the events after them. */
const MAX_REMEMBERED = 50

/** What was read so far of a document: what an example may be about. */
export class DocumentContext {
  readonly specVersion: SpecVersion
  /** What mends go through, innermost last */
  readonly #writers: FixWriter[] = []
  readonly #tell: Report
  /** The headings around this place, by depth */
  #headings: { depth: number; prose: Prose }[] = []
  /** The prose since the last example or heading */
  lead: Prose[] = []
  /** Whether that prose is about several examples, so that it says nothing for sure about one of them */
  isLeadShared = false
  /** The rules of this section, in their order */
  sectionRules: RuleExample[] = []
  /** The conditions that this section shows by themselves */
  sectionConditions: ObjectTree[] = []
  readonly made: MadeRule[] = []
  readonly requests: ExampleRequest[] = []
  /** The default rules that the document defines, by kind */
  readonly defined = new Map<RuleKind, string[]>()

  constructor(specVersion: SpecVersion, report: Report) {
    this.specVersion = specVersion
    this.#tell = report
  }

  readonly report: Report = (rule, range, message, { fix, ...more } = {}) => {
    const written = this.#writers.reduceRight<Fix | undefined>((one, write) => one && write(one), fix)
    this.#tell(rule, range, message, written === undefined ? more : { ...more, fix: written })
  }

  /** Looks at what is quoted in some way, so that mends of it have to be written in that way too. */
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
  }

  addProse(prose: Prose): void {
    this.lead.push(prose)
  }

  /** Looks at several examples that have one text before them. */
  sharing(isShared: boolean, look: () => void): void {
    const before = this.isLeadShared
    this.isLeadShared ||= isShared
    look()
    this.isLeadShared = before
  }

  /** What comes next has a lead of its own. */
  endExample(): void {
    this.lead = []
  }

  remember(rule: RuleExample): void {
    if (this.sectionRules.length < MAX_REMEMBERED) this.sectionRules.push(rule)
  }

  rememberCondition(condition: ObjectTree): void {
    if (this.sectionConditions.length < MAX_REMEMBERED) this.sectionConditions.push(condition)
  }
}
