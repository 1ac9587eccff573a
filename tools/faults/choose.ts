import {
  FAULTS,
  type Fault,
  PUSH_GATEWAY_FAULTS,
  type PushGatewayFault,
  UNSPECIFIED_FAULTS,
} from '../../reference/index.ts'
import { type AnyCase, allCases, type Case, type GatewayCase, select } from '../../suites/index.ts'
import { partOf } from '../workers/part.ts'
import type { FaultsChoice } from './faults-arguments.ts'
import { canBeRed } from './pairs.ts'

/** Faults and cases to run. */
export interface Chosen {
  faults: Fault[]
  unspecified: Fault[]
  gatewayFaults: PushGatewayFault[]
  /** Cases about homeservers. Those that are never red are included, because other cases check their exchanges. */
  cases: Case[]
  /** Cases about push gateways that can be red */
  gatewayCases: GatewayCase[]
  /** True if these are all faults and all cases */
  isWhole: boolean
  /** Part of the catalogue, in words */
  part: string
}

/**
 * Returns the faults and cases that the arguments select.
 *
 * @throws {Error} when a pattern matches nothing; the message is one sentence
 */
export function choose({ only, cases: patterns, part }: FaultsChoice): Chosen {
  const cases = matching(allCases, patterns, 'case', 'plexor list')
  const all = [...FAULTS, ...UNSPECIFIED_FAULTS, ...PUSH_GATEWAY_FAULTS].map(({ name }) => ({
    id: name,
    area: topicOf(name),
  }))
  const names = new Set(matching(all, only, 'fault', 'plexor list --faults').map(({ id }) => id))
  const selected = <One extends { name: string }>(list: readonly One[]) =>
    partOf(
      list.filter(({ name }) => names.has(name)),
      part,
    )

  const [faults, gatewayFaults] = [selected(FAULTS), selected(PUSH_GATEWAY_FAULTS)]
  const [count, of] = [faults.length + gatewayFaults.length, FAULTS.length + PUSH_GATEWAY_FAULTS.length]
  const which = part === undefined ? '' : `, part ${part.index} of ${part.count}`
  return {
    faults,
    unspecified: selected(UNSPECIFIED_FAULTS),
    gatewayFaults,
    cases: cases.filter((one) => one.target === 'homeserver'),
    gatewayCases: cases.filter((one) => one.target === 'push-gateway').filter(canBeRed),
    isWhole: count === of && patterns.length === 0,
    part: count === of ? `all ${of} faults` : `${count} of ${of} faults${which}`,
  }
}

/** Returns the entries whose name, or the part of it before the dot or slash, matches one of the patterns. */
function matching<One extends Pick<AnyCase, 'id' | 'area'>>(
  list: readonly One[],
  patterns: readonly string[],
  thing: string,
  command: string,
): One[] {
  const { selected, unmatched } = select(list, patterns, [])
  if (unmatched.length === 0) return selected
  throw new Error(`No ${thing} matches "${unmatched[0]}"; ${command} lists them`)
}

function topicOf(name: string): string {
  return name.slice(0, name.indexOf('.'))
}
