import type { Profile, RuleKind } from '../spec/index.ts'
import type { Report } from './finding.ts'
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

/** How many rules of one section are remembered, for the events after them. */
const MAX_REMEMBERED = 50

/** What was read so far of a document: what an example may be about. */
export class Story {
  readonly profile: Profile
  readonly report: Report
  /** The headings around this place, by depth */
  #headings: { depth: number; prose: Prose }[] = []
  /** The prose since the last example or heading */
  lead: Prose[] = []
  /** The rules of this section, in their order */
  sectionRules: RuleExample[] = []
  readonly made: MadeRule[] = []
  readonly requests: ExampleRequest[] = []
  /** The default rules that the document defines, by kind */
  readonly defined = new Map<RuleKind, string[]>()

  constructor(profile: Profile, report: Report) {
    this.profile = profile
    this.report = report
  }

  get headings(): readonly Prose[] {
    return this.#headings.map(({ prose }) => prose)
  }

  enterSection(depth: number, prose: Prose): void {
    this.#headings = [...this.#headings.filter((heading) => heading.depth < depth), { depth, prose }]
    this.lead = []
    this.sectionRules = []
  }

  addProse(prose: Prose): void {
    this.lead.push(prose)
  }

  /** What comes next has a lead of its own. */
  endExample(): void {
    this.lead = []
  }

  remember(rule: RuleExample): void {
    if (this.sectionRules.length < MAX_REMEMBERED) this.sectionRules.push(rule)
  }
}
