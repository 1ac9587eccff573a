import type { RuleId } from '../catalogue.ts'
import type { YamlProblem } from '../read/yaml.ts'
import type { DocumentContext } from '../story.ts'

const RULE_OF: Record<YamlProblem['kind'], RuleId> = {
  syntax: 'yaml-syntax',
  'duplicate-key': 'json-duplicate-key',
  deep: 'nested-too-deep',
  long: 'too-long',
}

/** Tells what is wrong with YAML. */
export function reportYamlProblems(problems: readonly YamlProblem[], { report }: DocumentContext): void {
  for (const { kind, range, message } of problems) {
    report(RULE_OF[kind], range, message)
  }
}
