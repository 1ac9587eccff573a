import type { Step } from '../history.ts'
import { clientSteps } from './clients.ts'
import { gatewaySteps } from './gateways.ts'
import { ignoringSteps } from './ignoring.ts'
import { messageSteps } from './messages.ts'
import { pusherSteps } from './pushers.ts'
import { receiptSteps } from './receipts.ts'
import { roomSteps } from './rooms.ts'
import { ruleSteps } from './rules.ts'
import type { StepKind } from './step-kind.ts'

/** Every kind of steps. */
export const STEP_KINDS: readonly StepKind[] = [
  ...messageSteps,
  ...receiptSteps,
  ...ruleSteps,
  ...pusherSteps,
  ...gatewaySteps,
  ...roomSteps,
  ...ignoringSteps,
  ...clientSteps,
]

/** Groups of kinds that belong together. Messages are drawn often enough. */
export const THEMES: readonly (readonly StepKind[])[] = [
  receiptSteps,
  ruleSteps,
  [...pusherSteps, ...gatewaySteps],
  roomSteps,
]

const BY_NAME = new Map(STEP_KINDS.map((kind) => [kind.do, kind]))

/** Returns the kind of a step. */
export function stepKindOf(step: Step): StepKind {
  const kind = BY_NAME.get(step.do)
  if (kind === undefined) throw new RangeError(`Unknown step "${step.do}"`)
  return kind
}
