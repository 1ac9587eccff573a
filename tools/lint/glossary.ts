/**
 * Place where an entry of the glossary applies.
 *
 * - `prose`: comments, string literals, the values of YAML and the text of Markdown
 * - `name`: identifiers and the names of files and directories, split into words that keep their case: `isLeftOpen` is
 *   read as `is Left Open`, and `left-open.ts` as `left open`
 * - `literal`: string literals and values of YAML, compared as a whole
 */
export type Place = 'prose' | 'name' | 'literal'

/** Word or phrase that the project does not use, with the plain one to use instead. */
export interface GlossaryEntry {
  /** Name of the rule, as `--count` prints it */
  id: string

  /** The word to avoid, as the glossary in CONTRIBUTING.md shows it */
  avoid: string

  /** The word to use */
  use: string

  /** Patterns by place. A space in a pattern matches any white space, so that a phrase may be wrapped. */
  patterns: Partial<Record<Place, RegExp>>

  /** Reason, unless it is that the plain word is the usual one */
  why?: string

  /** Beginnings of the paths where the word has another, legitimate sense */
  except?: string[]
}

/** The glossary: the only place that lists these words. `renderGlossary` writes the table of CONTRIBUTING.md from it. */
export const GLOSSARY: GlossaryEntry[] = [
  {
    id: 'mend',
    avoid: 'mend',
    use: 'fix',
    patterns: { prose: /\bmend(s|ed|ing)?\b/i, name: /\bmend(s|ed|er|ing)?\b/i },
  },
  {
    id: 'trouble',
    avoid: 'trouble',
    use: 'error, failure',
    patterns: { prose: /\btroubles?\b/i, name: /\btroubles?\b/i },
  },
  { id: 'strewn', avoid: 'strewn', use: 'interleaved', patterns: { prose: /\bstrewn?\b/i, name: /\bstrewn?\b/i } },
  {
    id: 'shelf',
    avoid: 'shelf',
    use: 'bucket',
    patterns: { prose: /\b(shelf|shelves)\b/i, name: /\b(shelf|shelves)\b/i },
  },
  { id: 'clue', avoid: 'clue', use: 'index key', patterns: { prose: /\bclues?\b/i, name: /\bclues?\b/i } },
  {
    id: 'world',
    avoid: 'World',
    use: 'TestEnvironment',
    patterns: { name: /\bworlds?\b/i },
  },
  {
    id: 'stage',
    avoid: 'Stage, staged, play',
    use: 'CaseSession, createSession, run',
    patterns: { name: /^(stage|staged|play|plays|played)$|\bstage(?=$| (of|for)\b)/i },
    why: 'a stage is a step of user-interactive authentication',
    except: ['reference/homeserver/', 'suites/harness/target/registration'],
  },
  {
    id: 'answer',
    avoid: 'answer (of a server)',
    use: 'response, respond',
    patterns: {
      prose: /(?<!\bcall[.-])\b(un)?answer(s|ed|ing)?\b/i,
      name: /(?<!\bcall )\b(un)?answer(s|ed|er|ing)?\b/i,
    },
    why: 'HTTP and the Matrix specification say so; a program that is asked for vectors does answer',
    except: [
      'cli/vectors',
      'examples/',
      'docs/vectors.md',
      'suites/vectors/',
      'test/cli/vectors',
      'test/suites/vectors/',
    ],
  },
  {
    id: 'the-text',
    avoid: 'the text (of Matrix)',
    use: 'the specification',
    patterns: { prose: /\bthe text\b(?! (of|that|under|part|above|below|before|after)\b)/i },
    why: 'a text is a document, a message or a string',
    except: [
      'check/',
      'cli/check',
      'common/',
      'docs/checking-examples.md',
      'reference/rules/',
      'reports/junit.ts',
      'reports/markdown/text.ts',
      'test/check/',
      'test/cli/check',
      'test/reference/rules/',
      'test/spec/',
    ],
  },
  {
    id: 'left-open',
    avoid: 'left open, LEFT_OPEN',
    use: 'unspecified',
    patterns: { prose: /\b(left|leaves?|leaving)( |-)open\b/i, name: /\bleft open\b/i },
    why: 'it is the name of the level',
  },
  {
    id: 'wanted',
    avoid: 'found X, wanted Y',
    use: 'expected Y, found X',
    patterns: { prose: /\bwanted\b/i, name: /\bwanted\b/i },
  },
  {
    id: 'patience',
    avoid: 'patience',
    use: 'timeout',
    patterns: { prose: /\bpatien(ce|t)\b/i, name: /\bpatience\b/i },
  },
  {
    id: 'profile',
    avoid: 'profile (of Matrix)',
    use: 'spec version',
    patterns: { name: /^PROFILES?$|^Profile$|\bis Profile\b/ },
    why: 'a profile is the display name and avatar of a user',
    except: ['reference/variants/'],
  },
  {
    id: 'house',
    avoid: 'rooms, rules of the house',
    use: 'modules, import rules',
    patterns: { prose: /\b(the|our) house\b/i },
    why: 'a room is a Matrix room',
  },
  {
    id: 'told',
    avoid: 'told, tellX',
    use: 'reported, reportX',
    patterns: { prose: /\btold\b/i, name: /^tell\b|\btold\b/i },
  },
  {
    id: 'colour-of',
    avoid: 'colourOf, of one colour',
    use: 'mismatchOutcome, of the same outcome',
    patterns: { prose: /\bof (one|the same|another) colour\b/i, name: /\bcolou?r of\b/i },
  },
  {
    id: 'breach',
    avoid: 'breach',
    use: 'violation',
    patterns: { prose: /\bbreach(es|ed)?\b/i, name: /\bbreach(es|ed)?\b/i },
  },
  {
    id: 'facts',
    avoid: 'TargetFacts, PushFacts',
    use: 'TargetInfo, PushContext',
    patterns: { name: /\b(target|push) facts\b/i },
  },
  {
    id: 'cannot-judge',
    avoid: 'CannotJudge',
    use: 'Inconclusive',
    patterns: { name: /\bcannot judge\b/i },
  },
  {
    id: 'broken',
    avoid: 'broken (verdict)',
    use: 'inconclusive',
    patterns: { name: /^broken$/, literal: /^broken$/ },
  },
  {
    id: 'disturbs',
    avoid: 'disturbs, atEnd, stranger()',
    use: 'stallsDelivery, runsLast, anonymousClient()',
    patterns: { name: /^(disturbs|at End|stranger)$/ },
    except: ['reference/rules/'],
  },
  {
    id: 'forgoes',
    avoid: 'differs, forgoes (of a variant)',
    use: 'summary, deviatesFrom',
    patterns: { name: /^(forgoes|differs)$/ },
    except: ['check/'],
  },
  {
    id: 'recognise',
    avoid: 'recognise',
    use: 'classify',
    patterns: { name: /\brecogni[sz]e[sdr]?\b/i },
  },
  { id: 'anew', avoid: 'anew', use: 'again', patterns: { prose: /\banew\b/i, name: /\banew\b/i } },
  {
    id: 'authority',
    avoid: 'authority (of a certificate)',
    use: 'CA',
    patterns: { prose: /(?<!:|\bcertificate )\bauthorit(y|ies)\b/i, name: /\bauthorit(y|ies)\b/i },
  },
  {
    id: 'register',
    avoid: 'register (of requirements)',
    use: 'catalogue',
    patterns: { prose: /\bregister of requirements\b|\b(in|of|from|over|by) the register\b/i },
    why: 'to register is to create an account',
  },
  {
    id: 'is-no',
    avoid: 'is no X, are no X',
    use: 'is not a X, are not X',
    patterns: {
      prose:
        /(?<!\b(there|here) )\b(is|are) no (?!(longer|more|less|fewer|further|better|worse|matter|such|different|doubt|way|need|one|use|reason|[a-z]+er than)\b)[a-z]+\b/i,
    },
    why: '“there is no X” is fine',
  },
  {
    id: 'there-is-not',
    avoid: 'that there is not',
    use: 'unknown, missing',
    patterns: { prose: /\bthat there (is|are) not\b/i },
  },
]
