/**
 * Evaluates vectors with the push rules of matrix-js-sdk, for `plexor vectors --run`:
 *
 *     plexor vectors --run 'node examples/vectors/matrix-js-sdk/evaluator.ts' --baseline examples/vectors/matrix-js-sdk/baseline.yaml
 */
import { createInterface } from 'node:readline'
import sdkPackage from 'matrix-js-sdk/package.json' with { type: 'json' }
import { toRoomContext } from '../../../cli/vectors/engine.ts'
import { type Answer, PROTOCOL, type Question } from '../../../suites/vectors/index.ts'
import { createJsSdkEvaluator } from '../../../test/reference/js-sdk-push-processor.ts'

/** Introduction of the program: the SDK follows the newest version, whatever version the homeserver has. */
const HELLO = {
  plexor_vectors: PROTOCOL,
  name: sdkPackage.name,
  version: sdkPackage.version,
  spec_versions: ['v1.19'],
}

const sdk = createJsSdkEvaluator()

function answer({ ruleset, event, room }: Question): Answer {
  try {
    const { rule, actions } = sdk.prepare(ruleset, event, toRoomContext(room))()
    if (rule === undefined) return { rule: null, notify: false }
    const { kind, rule_id } = rule
    return {
      rule: kind === undefined ? { rule_id } : { kind, rule_id },
      notify: actions?.notify ?? false,
      tweaks: { ...actions?.tweaks },
    }
  } catch (error) {
    return { error: String(error) }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const message: Question | typeof HELLO = JSON.parse(line)
  const reply = 'id' in message ? { id: message.id, ...answer(message) } : HELLO
  process.stdout.write(`${JSON.stringify(reply)}\n`)
}
