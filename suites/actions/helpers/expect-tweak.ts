import { isDeepStrictEqual } from 'node:util'
import { quote } from '../../../common/text.ts'
import { expect } from '../../harness/case/expect.ts'

/** Expects a tweak to have arrived with this value; the message shows all that arrived. */
export function expectTweak(tweaks: Record<string, unknown> | undefined, name: string, value: unknown): void {
  expect(
    isDeepStrictEqual(tweaks?.[name], value),
    `Expected the tweak ${name} to be ${quote(value)}, found the tweaks ${quote(tweaks ?? {})}`,
  )
}
