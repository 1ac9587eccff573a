import { defineGatewayCase } from '../harness/case/case.ts'
import { judgeShapes, NOTIFY_ANSWER, NOTIFY_ANSWER_CASE } from '../harness/case/schema-case.ts'
import { accepted } from './accepted.ts'
import { leftOpen } from './left-open.ts'
import { rejected } from './rejected.ts'
import { repeated } from './repeated.ts'
import { unrecognized } from './unrecognized.ts'

/** What push gateways do. These cases run against gateways alone. */
export const pushGateway = [
  ...accepted,
  ...rejected,
  ...repeated,
  ...unrecognized,
  ...leftOpen,

  defineGatewayCase({
    id: NOTIFY_ANSWER_CASE,
    title: 'Every answer with status 200 has a list of rejected pushkeys',
    verifies: ['gateway-server.rejected-present'],
    fairness:
      'The schema ties the list to the status 200, whatever was asked, and asks for no other field. It may be empty, and other fields beside it do no harm.',
    caughtBy: ['push-gateway.omits-rejected', 'push-gateway.rejected-null', 'push-gateway.rejected-as-text'],
    runsLast: true,
    async run({ traffic }) {
      judgeShapes(traffic, NOTIFY_ANSWER)
    },
  }),
]
