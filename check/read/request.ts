import type { Fragment } from '../source/fragment.ts'
import type { Range } from '../source/range.ts'
import type { ShellProblem } from './shell-problem.ts'
import type { Quoting } from './shell-quoting.ts'

/** What an example sends. */
export interface RequestBody {
  fragment: Fragment
  /** How it is quoted; absent where it is not part of a command */
  quotings?: readonly Quoting[]
  /** What a shell puts another text in place of, in the source */
  variables: readonly Range[]
}

/** An example of an HTTP request, be it a curl command or an HTTP message. */
export interface ExampleRequest {
  /** In upper case */
  method: string
  /** Where the method is written, or else the whole */
  methodRange: Range
  url: Fragment
  /** What a shell puts another text in place of, by offsets in the URL; absent where no shell is known to do so */
  urlVariables?: readonly Range[]
  urlQuotings?: readonly Quoting[]
  /** Those of a command, as `Name: value` */
  headers: readonly Fragment[]
  /** Absent where there is none, or where the example does not tell it */
  body?: RequestBody
  /** Whether a body is sent that the example does not tell, such as that of a file */
  hasOtherBody: boolean
  range: Range
  /** Whether the text before it says that it is refused */
  isToFail?: boolean
  problems: ShellProblem[]
}
