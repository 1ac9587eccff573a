import { USERS } from '../history.ts'
import { person, type StepOf, stepKind } from './step-kind.ts'

/** Steps of clients that follow what happens with `/sync`. */
export const clientSteps = [
  stepKind<StepOf<'wait-for-news'>>({
    do: 'wait-for-news',
    weight: 4,
    draw: (_, choice) => ({ do: 'wait-for-news', user: choice.mostlyFirst(USERS) }),
    isPossible: () => true,
    apply() {},
    async perform({ target, options }, { user }) {
      await target.syncClient(user).wait(options.waitMs)
    },
    describe: ({ user }) => `${person(user)} waits for news in /sync`,
  }),

  stepKind<StepOf<'restart-client'>>({
    do: 'restart-client',
    weight: 1,
    draw: (_, choice) => ({ do: 'restart-client', user: choice.mostlyFirst(USERS) }),
    isPossible: () => true,
    apply() {},
    async perform({ target }, { user }) {
      await target.syncClient(user).restart()
    },
    describe: ({ user }) => `${person(user)}'s client starts over with an initial /sync`,
  }),

  stepKind<StepOf<'sign-in'>>({
    do: 'sign-in',
    weight: 1,
    draw(situation, choice) {
      const user = choice.mostlyFirst(USERS)
      return situation.user(user).isElsewhere ? undefined : { do: 'sign-in', user }
    },
    isPossible: (situation, { user }) => !situation.user(user).isElsewhere,
    apply(situation, { user }) {
      situation.user(user).isElsewhere = true
    },
    async perform(trial, step) {
      if (await trial.target.signIn(step.user)) trial.apply(step)
    },
    describe: ({ user }) => `${person(user)} signs in on another device, and uses both in turn`,
  }),
]
