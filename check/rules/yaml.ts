import type { RuleId } from '../catalogue.ts'
import type { YamlProblem } from '../read/yaml.ts'
import type { Story } from '../story.ts'

const RULE_OF: Record<YamlProblem['kind'], RuleId> = {
  syntax: 'yaml-syntax',
  'duplicate-key': 'json-duplicate-key',
  deep: 'nested-too-deep',
  long: 'too-long',
}

/** Tells what is wrong with YAML. */
export function tellYamlProblems(problems: readonly YamlProblem[], { report }: Story): void {
  for (const { kind, range, message } of problems) {
    report(RULE_OF[kind], range, message)
  }
}
