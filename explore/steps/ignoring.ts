import { USERS, type UserName } from '../history.ts'
import type { Situation } from '../model/situation.ts'
import { person, type StepOf, stepKind } from './step-kind.ts'

/**
 * Steps of users who ignore others. Whether a message of somebody who is ignored notifies is unspecified, but everything
 * else is as before.
 */
export const ignoringSteps = [
  stepKind<StepOf<'ignore'>>({
    do: 'ignore',
    weight: 1,
    draw(situation, choice) {
      const user = choice.mostlyFirst(USERS)
      const whom = choice.of(USERS.filter((other) => other !== user && !situation.ignores(user, other)))
      return whom === undefined ? undefined : { do: 'ignore', user, whom }
    },
    isPossible: (situation, { user, whom }) => user !== whom && !situation.ignores(user, whom),
    apply: (situation, { user, whom }) => void situation.user(user).ignored.set(whom, true),
    async perform(trial, step) {
      const { user, whom } = step
      if (await trial.target.setIgnored(user, [...ignoredBy(trial.situation, user), whom])) trial.apply(step)
    },
    describe: ({ user, whom }) => `${person(user)} ignores ${person(whom)}`,
  }),

  stepKind<StepOf<'stop-ignoring'>>({
    do: 'stop-ignoring',
    weight: 1,
    draw(situation, choice) {
      const user = choice.of(USERS.filter((name) => ignoredBy(situation, name).length > 0))
      const whom = user && choice.of(ignoredBy(situation, user))
      return user === undefined || whom === undefined ? undefined : { do: 'stop-ignoring', user, whom }
    },
    isPossible: (situation, { user, whom }) => situation.ignores(user, whom),
    apply: (situation, { user, whom }) => void situation.user(user).ignored.set(whom, false),
    async perform(trial, step) {
      const { user, whom } = step
      const others = ignoredBy(trial.situation, user).filter((other) => other !== whom)
      if (await trial.target.setIgnored(user, others)) trial.apply(step)
    },
    describe: ({ user, whom }) => `${person(user)} does not ignore ${person(whom)} any more`,
  }),
]

function ignoredBy(situation: Situation, user: UserName): UserName[] {
  return USERS.filter((other) => situation.ignores(user, other))
}
