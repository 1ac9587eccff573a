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
import { isJudged } from './pairs.ts'

/** Which faults and cases meet. */
export interface Chosen {
  faults: Fault[]
  leftOpen: Fault[]
  gatewayFaults: PushGatewayFault[]
  /** About homeservers; those among them that judge nothing still have exchanges, which others judge at the end */
  cases: Case[]
  /** About push gateways; each of them judges something */
  gatewayCases: GatewayCase[]
  /** Whether that is every fault and every case */
  isWhole: boolean
  /** What it is, in words */
  part: string
}

/**
 * The faults and cases that are wanted.
 *
 * @throws an Error with one sentence for a pattern that matches nothing
 */
export function choose({ only, cases: patterns, part }: FaultsChoice): Chosen {
  const cases = matching(allCases, patterns, 'No case has an id', 'plexor list')
  const all = [...FAULTS, ...UNSPECIFIED_FAULTS, ...PUSH_GATEWAY_FAULTS].map(({ name }) => ({
    id: name,
    area: areaOf(name),
  }))
  const names = new Set(matching(all, only, 'No fault has a name', 'plexor list --faults').map(({ id }) => id))
  const expected = <One extends { name: string }>(list: readonly One[]) =>
    partOf(
      list.filter(({ name }) => names.has(name)),
      part,
    )

  const [faults, gatewayFaults] = [expected(FAULTS), expected(PUSH_GATEWAY_FAULTS)]
  const [count, of] = [faults.length + gatewayFaults.length, FAULTS.length + PUSH_GATEWAY_FAULTS.length]
  const which = part === undefined ? '' : `, part ${part.index} of ${part.count}`
  return {
    faults,
    leftOpen: expected(UNSPECIFIED_FAULTS),
    gatewayFaults,
    cases: cases.filter((one) => one.target === 'homeserver'),
    gatewayCases: cases.filter((one) => one.target === 'push-gateway').filter(isJudged),
    isWhole: count === of && patterns.length === 0,
    part: count === of ? `all ${of} faults` : `${count} of ${of} faults${which}`,
  }
}

/** Patterns select by name, or by what stands before the dot or the slash of it. */
function matching<One extends Pick<AnyCase, 'id' | 'area'>>(
  list: readonly One[],
  patterns: readonly string[],
  none: string,
  command: string,
): One[] {
  const { selected, unmatched } = select(list, patterns, [])
  if (unmatched.length === 0) return selected
  throw new Error(`${none} like "${unmatched[0]}": ${command} shows them`)
}

function areaOf(name: string): string {
  return name.slice(0, name.indexOf('.'))
}
