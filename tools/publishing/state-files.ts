import { comparisonToHtml } from '../../reports/comparison/page.ts'
import { type Comparison, compareRuns, type NamedRun } from '../../run/index.ts'
import { type Group, PUBLISHED_RUNS, readPublished } from './published-runs.ts'
import { type GroupState, stateOfPush } from './state-of-push.ts'

const GROUPS: readonly Group[] = ['homeservers', 'evaluators', 'gateways']

/** Returns the files of the state of push by their paths in the repository, made from the published runs. */
export function stateFiles(): Map<string, string> {
  const groups = GROUPS.map(stateOf)
  return new Map([
    ['docs/state-of-push.md', stateOfPush(groups)],
    ...groups.flatMap(({ group, comparison }): [string, string][] =>
      comparison === undefined ? [] : [[`reports/published/${group}.html`, comparisonToHtml(comparison)]],
    ),
  ])
}

function stateOf(group: Group): GroupState {
  const published = PUBLISHED_RUNS.filter((each) => each.group === group)
  const runs = published.map(
    (each): NamedRun => ({
      name: `${each.name} ${each.version}`,
      run: readPublished(each),
      ...(each.page === undefined ? {} : { page: each.page }),
    }),
  )
  const comparison: Comparison | undefined = runs.length < 2 ? undefined : compareRuns(runs)
  return { group, published, ...(comparison === undefined ? {} : { comparison }) }
}
