import { defineCase } from '../harness/case/case.ts'
import { expectSilencedByMaster, FAIR_ABOUT_MASTER } from './helpers/silenced-by-master.ts'

/** Default rule that silences everything. */
export const master = [
  defineCase({
    id: 'default-rules/master-silences',
    title: 'While .m.rule.master is enabled, a message is not pushed',
    verifies: ['default-rules.rule.master'],
    caughtBy: ['default-rules.master-ignored', 'default-rules.master-notifies'],
    fairness: FAIR_ABOUT_MASTER,
    async run({ sharedScene }) {
      await expectSilencedByMaster(await sharedScene({ group: true }))
    },
  }),
]
