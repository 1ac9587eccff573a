import { isPlaceholderText } from '../../classify/placeholder.ts'
import type { DocumentContext, RuleExample } from '../../document-context.ts'
import type { Prose } from '../../read/prose.ts'
import { get, isComplete, itemsOf, type Tree, textOf, toValue } from '../../read/tree.ts'
import { areActionsKnown } from '../push-rules/actions.ts'
import { notifies } from '../push-rules/evaluate.ts'
import { checkCount } from './member-count.ts'
import { describesThePast } from './past.ts'
import { checkValues } from './pattern-values.ts'
import { claimOf, isPurpose, NEGATED, purposeIn, purposePattern, QUALIFIED, sentenceWith } from './purpose.ts'
import { checkNames } from './rule-name.ts'

/** Compares a rule with the prose before it, if that is short and simple enough to be understood with certainty. */
export function checkProse(rule: RuleExample, document: DocumentContext): void {
  if (document.isLeadShared) return
  checkNames(rule, document)
  const description = descriptionOf(document.lead)
  if (description === undefined) return
  checkEffect(rule, description, document)
  checkEnabled(rule, description, document)
  checkTweaks(rule, description, document)
  checkKind(rule, description, document)
  checkValues(rule, description, document)
  checkCount(rule, description, document)
}

/** Maximum length of a paragraph that counts as a description, in characters. */
const MAX_DESCRIPTION = 2000

/** Returns the last paragraph that is more than a label such as "Definition:". */
export function descriptionOf(lead: readonly Prose[]): Prose | undefined {
  return lead.findLast(
    (prose) => !prose.isItem && prose.text.length <= MAX_DESCRIPTION && prose.text.trim().split(/\s+/).length > 2,
  )
}

const SUPPRESSES = purposePattern({
  infinitive: String.raw`suppress|mute|silence|(?:turn|switch)\s+off|stop\s+(?:all\s+)?notifications|(?:never|not)\s+(?:be\s+)?notif(?:y|ied)`,
  third: String.raw`suppresses|mutes|silences|(?:turns|switches)\s+off|stops\s+(?:all\s+)?notifications|does\s+not\s+notify|never\s+notifies`,
  gerund: String.raw`suppressing|muting|silencing|(?:turning|switching)\s+off|not\s+notifying`,
})
const NOTIFIES = purposePattern({
  infinitive: String.raw`(?:always\s+)?(?:be\s+|get\s+)?notif(?:y|ied)|receive\s+notifications`,
  third: String.raw`(?:always\s+)?notifies`,
  gerund: String.raw`(?:always\s+)?notifying`,
})

/** Returns the effect that a sentence states: suppressing or notifying, but not both. */
function effectIn(claim: string): { text: string; suppresses: boolean } | undefined {
  const suppresses = purposeIn(claim, SUPPRESSES)
  const says = suppresses ?? purposeIn(claim, NOTIFIES)
  if (says === undefined) return undefined
  const before = claim.slice(0, says.index)
  const after = claim.slice(says.index + says.text.length)
  const other = suppresses ? /\bnotif(?:y|ies|ied|ying)\b/i : /\b(?:suppress|mut(?:e|ing)|silenc)|\bnot\s+notif/i
  if (NEGATED.test(before) || QUALIFIED.test(after) || other.test(before) || other.test(after)) return undefined
  return { text: says.text, suppresses: suppresses !== undefined }
}

function checkEffect(
  { tree }: RuleExample,
  description: Prose,
  { specVersion, report, headings }: DocumentContext,
): void {
  const actions = get(tree, 'actions')
  if (actions?.type !== 'array' || !isComplete(actions)) return
  const says = effectIn(claimOf(description))
  if (says === undefined) return
  const doesNotify = notifies(toValue(actions) as unknown[], specVersion)
  if (doesNotify !== says.suppresses) return
  const isHistorical = !says.suppresses && itemsOf(actions).some((action) => textOf(action) === 'coalesce')
  if (isHistorical && describesThePast({ lead: [description], headings })) return
  report(
    'prose-effect',
    actions.range,
    `The text above says "${says.text}", but these actions ${doesNotify ? 'notify' : 'do not notify'}`,
    {
      hint: doesNotify ? 'Remove "notify" from the actions, or correct the text' : 'Add "notify", or correct the text',
    },
  )
}

/** Compares the kind of the rule with the kind in the prose, such as "an override rule". */
function checkKind({ tree, kind, idRange }: RuleExample, description: Prose, { report }: DocumentContext): void {
  const named = [
    ...description.text.matchAll(/\b(override|content|room|sender|underride)\b(?=(?:-specific)?\s+rules?\b)/gi),
  ]
  const says = /\ban?\s+(override|content|room|sender|underride)(?:-specific)?\s+rule\b/i.exec(claimOf(description))
  const stated = says?.[1]?.toLowerCase()
  // The prose must name exactly one kind, and not compare kinds
  if (says === null || kind === undefined || stated === kind || named.length !== 1) return
  if (NEGATED.test(description.words) || /\b(?:than|unlike|before|after|like)\b/i.test(description.words)) return
  const article = /^[ou]/.test(kind) ? 'an' : 'a'
  report('prose-kind', idRange ?? tree.range, `The text above says "${says[0]}", but this is ${article} ${kind} rule`)
}

const STATES: { enabled: boolean; says: RegExp }[] = [
  { enabled: false, says: statePattern('disabled') },
  { enabled: true, says: statePattern('enabled') },
]

function statePattern(state: string): RegExp {
  return new RegExp(
    `\\bby default,? (?:this|the) rule is ${state}\\b|\\b(?:this|the) rule is ${state} by default\\b|^\\W*an? ${state} rule\\W*$`,
    'im',
  )
}

function checkEnabled({ tree }: RuleExample, description: Prose, { report }: DocumentContext): void {
  const enabled = get(tree, 'enabled')
  if (enabled?.type !== 'boolean') return
  const words = description.words.replaceAll(/\s+/g, ' ')
  const found = STATES.flatMap((state) => {
    const says = state.says.exec(words)?.[0].trim()
    return says === undefined ? [] : [{ enabled: state.enabled, says }]
  })
  const [state, ...more] = found
  if (state === undefined || more.length > 0 || enabled.value === state.enabled) return
  // A sentence about what a user changed is not about the default
  if (/\b(?:when|if|after|once|until|unless|but|although|though)\b/i.test(sentenceWith(words, state.says))) return
  const quoted = state.says.replace(/\W+$/, '')
  report('prose-enabled', enabled.range, `The text above says "${quoted}", but "enabled" is ${enabled.value}`)
}

const TWEAKS: { name: string; says: RegExp }[] = [
  { name: 'sound', says: /\b(?:custom|specific|special|particular)\s+sound\b|\bplay(?:s|ing)?\s+(?:a|the)\s+sound\b/i },
  { name: 'highlight', says: /\bto\s+highlight\b|\bhighlights\b|\bhighlighting\s+(?:all|any|every|messages)\b/i },
]

function checkTweaks({ tree }: RuleExample, description: Prose, { report }: DocumentContext): void {
  const actions = get(tree, 'actions')
  if (actions?.type !== 'array' || !isComplete(actions) || !areActionsKnown(actions)) return
  checkSoundName(actions, description, report)
  const claim = claimOf(description)
  if (!isPurpose(claim)) return
  for (const { name, says } of TWEAKS) {
    const found = says.exec(claim)
    if (found === null || NEGATED.test(claim.slice(0, found.index)) || hasTweak(actions, name)) continue
    const quoted = found[0].replaceAll(/\s+/g, ' ')
    report('prose-sound', actions.range, `The text above says "${quoted}", but no action sets the tweak "${name}"`)
  }
}

function hasTweak(actions: Tree, name: string): boolean {
  return itemsOf(actions).some((action) => textOf(get(action, 'set_tweak')) === name)
}

/** Compares the sound with the one that the prose names in a code span. */
function checkSoundName(actions: Tree, description: Prose, report: DocumentContext['report']): void {
  const [named, ...more] = description.spans.filter((span) =>
    /\bplay(?:s|ing)?\s+the\s+(?:\w+\s+)?sound\s+(?:called\s+|named\s+)?$/i.test(description.before(span)),
  )
  const sounds = itemsOf(actions).filter((action) => textOf(get(action, 'set_tweak')) === 'sound')
  const value = get(sounds[0], 'value')
  const sound = textOf(value)
  if (named === undefined || more.length > 0 || sounds.length !== 1 || value === undefined || sound === undefined)
    return
  if (named.value !== sound && !isPlaceholderText(sound) && !isPlaceholderText(named.value))
    report('prose-sound', value.range, `The text above names the sound "${named.value}", but this is "${sound}"`)
}
