import type { Step } from '../history.ts'

/** Returns what is special about a step: steps with the same trait are likely to show the same fault. */
export function traitOf(step: Step): string {
  switch (step.do) {
    case 'send':
      return `send ${step.message.probe ?? step.message.kind}`
    case 'read':
      return `read ${step.type}${step.thread === undefined ? '' : step.thread === 'main' ? ' main' : ' thread'}`
    case 'set-state':
      return `set-state ${step.event}`
    case 'set-levels':
      return `set-levels ${step.levels}`
    case 'set-pusher':
      return step.format === undefined ? step.do : `set-pusher ${step.format}`
    case 'change-pusher':
      return step.change === undefined ? step.do : `change-pusher ${step.change}`
    case 'lend-pushkey':
      return `lend-pushkey ${step.how}`
    case 'mark':
      return `mark ${step.how}`
    case 'put-rule':
      return `put-rule ${step.kind}${step.before === undefined ? '' : ' before'}${step.after === undefined ? '' : ' after'}`
    case 'enable-rule':
      return `enable-rule ${step.rule.startsWith('.') ? step.rule : step.kind} ${step.enabled}`
    case 'change-actions':
      return `change-actions ${step.rule.startsWith('.') ? step.rule : step.kind}`
    default:
      return step.do
  }
}

/** Traits that no history can do without. */
const COMMON: ReadonlySet<string> = new Set(['create-room', 'set-pusher', 'send plain', 'read m.read', 'join'])

/** Returns the trait that later histories should do without, so that one fault does not hide the next; undefined for none. */
export function notableTrait(history: readonly Step[]): string | undefined {
  return history.map(traitOf).findLast((trait) => !COMMON.has(trait))
}
