import type { Fragment } from '../source/fragment.ts'
import type { Range } from '../source/range.ts'
import type { ShellProblem } from './shell/command.ts'
import type { Quoting } from './shell/quoting.ts'

/** Body of an example request. */
export interface RequestBody {
  fragment: Fragment
  /** Quoting of its parts; absent if the body is not part of a shell command */
  quotings?: readonly Quoting[]
  /** Ranges in the source that a shell expands */
  variables: readonly Range[]
}

/** Example of an HTTP request: a curl command or an HTTP message. */
export interface ExampleRequest {
  /** HTTP method in upper case */
  method: string
  /** Range of the method, or of `curl` if the command names none */
  methodRange: Range
  url: Fragment
  /** Ranges that a shell expands, as offsets in the URL; absent if the example is not a shell command */
  urlVariables?: readonly Range[]
  urlQuotings?: readonly Quoting[]
  /** Headers of a command, as `Name: value` */
  headers: readonly Fragment[]
  /** Absent if there is none, or if the example does not show it */
  body?: RequestBody
  /** True if the request has a body that the example does not show, such as the content of a file */
  hasOtherBody: boolean
  range: Range
  /** True if the example shows that a server refuses it */
  isRefused: boolean
  /** True if the example shows that a server refuses the request, or the prose before it says so */
  isExpectedToFail?: boolean
  problems: ShellProblem[]
}
