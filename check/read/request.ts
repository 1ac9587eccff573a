import type { Fragment } from '../source/fragment.ts'
import type { Range } from '../source/range.ts'
import type { ShellProblem } from './shell-problem.ts'

/** An example of an HTTP request, be it a curl command or an HTTP message. */
export interface ExampleRequest {
  /** In upper case */
  method: string
  /** Where the method is written, or else the whole */
  methodRange: Range
  url: Fragment
  headers: { name: string; value: string }[]
  /** Absent where there is none, or where the example does not tell it */
  body?: Fragment
  /** Whether a body is sent that the example does not tell, such as that of a file */
  hasOtherBody: boolean
  range: Range
  /** Whether the text before it says that it is refused */
  isToFail?: boolean
  problems: ShellProblem[]
}
