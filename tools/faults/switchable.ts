import type { Policies } from '../../reference/index.ts'

/** Policies that can be replaced while a homeserver uses them. */
export interface Switchable {
  policies: Policies
  /** Replaces the decisions by those of `next`. */
  use(next: Policies): void
}

/** Position of a decision: its topic, and its name there. */
export interface DecisionPath {
  topic: keyof Policies
  member: string
}

/** Returns the path of every decision. */
export function pathsOf(policies: Policies): DecisionPath[] {
  return Object.entries(policies).flatMap(([topic, members]) =>
    Object.keys(members).map((member) => ({ topic: topic as keyof Policies, member })),
  )
}

/** Returns the decision at a path; a function in most cases. */
export function decisionAt(policies: Policies, { topic, member }: DecisionPath): unknown {
  return Reflect.get(policies[topic], member)
}

/** Returns the name of a decision in reports: `topic.member`. */
export function nameOf({ topic, member }: DecisionPath): string {
  return `${topic}.${member}`
}

/**
 * Creates policies that delegate to others, which can be replaced. This makes it possible to check a correct homeserver
 * and to turn it into a faulty one afterwards.
 */
export function switchable(first: Policies): Switchable {
  let current = first
  const policies = delegating(pathsOf(first), (path) => decisionAt(current, path))
  return {
    policies,
    use(next) {
      current = next
    },
  }
}

/** Creates policies whose decisions are looked up each time they are used. */
export function delegating(paths: readonly DecisionPath[], lookUp: (path: DecisionPath) => unknown): Policies {
  const topics: Record<string, object> = {}
  for (const path of paths) {
    const topic = topics[path.topic] ?? {}
    topics[path.topic] = topic
    const isFunction = typeof lookUp(path) === 'function'
    const delegate = (...args: unknown[]) => Reflect.apply(lookUp(path) as () => unknown, undefined, args)
    Object.defineProperty(topic, path.member, { enumerable: true, get: () => (isFunction ? delegate : lookUp(path)) })
  }
  return topics as unknown as Policies
}
