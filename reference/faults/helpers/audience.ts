import type { RecipientPolicies } from '../../homeserver/policies/recipients.ts'
import type { StoredEvent } from '../../homeserver/storage/events.ts'
import type { Membership } from '../../homeserver/storage/memberships.ts'

type Choice = (member: Membership, event: StoredEvent) => boolean
type RecipientsChange = (correct: RecipientPolicies) => Partial<RecipientPolicies>

/** Adds members to those whose rules are evaluated. */
export function alsoNotifying(isAdded: Choice): RecipientsChange {
  return (correct) => ({
    audience(event, room) {
      const audience = correct.audience(event, room)
      return room.members.filter((member) => audience.includes(member) || isAdded(member, event))
    },
  })
}

/** Removes members from those whose rules are evaluated. */
export function notifyingOnly(isKept: Choice): RecipientsChange {
  return (correct) => ({
    audience: (event, room) => correct.audience(event, room).filter((member) => isKept(member, event)),
  })
}

/** Evaluates the rules of each recipient of some events twice. */
export function notifyingTwice(isRepeated: (event: StoredEvent) => boolean): RecipientsChange {
  return (correct) => ({
    audience(event, room) {
      const audience = correct.audience(event, room)
      return isRepeated(event) ? [...audience, ...audience] : audience
    },
  })
}
