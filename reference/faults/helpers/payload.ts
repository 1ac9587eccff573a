import type { Device, PushNotification } from '../../../spec/index.ts'
import type { PayloadPolicies, PushContext } from '../../homeserver/policies/payload.ts'

type PayloadChange = (correct: PayloadPolicies) => Partial<PayloadPolicies>

/** Removes a field from notifications about events. */
export function withoutField(field: keyof PushNotification): PayloadChange {
  return (correct) => ({
    notification(context, format, device) {
      const { [field]: _, ...rest } = correct.notification(context, format, device)
      return rest as PushNotification
    },
  })
}

/** Adds or replaces fields of notifications about events. */
export function withFields(change: (context: PushContext) => Partial<PushNotification>): PayloadChange {
  return (correct) => ({
    notification: (context, format, device) => ({
      ...correct.notification(context, format, device),
      ...change(context),
    }),
  })
}

/** Sends the value that a field had in the previous push with the same key, if there was one. */
export function ofPreviousPush(field: keyof PushNotification, keyOf: (context: PushContext) => string): PayloadChange {
  return remembering(field, keyOf, (_, current) => current)
}

/** Sends the value that a field had in the first push with the same key. */
export function ofFirstPush(field: keyof PushNotification, keyOf: (context: PushContext) => string): PayloadChange {
  return remembering(field, keyOf, (known) => known)
}

/** Sends the value of a field that is known for the key of a push, and has `learn` decide which one is known then. */
function remembering(
  field: keyof PushNotification,
  keyOf: (context: PushContext) => string,
  learn: (known: unknown, current: unknown) => unknown,
): PayloadChange {
  return (correct) => {
    const values = new Map<string, unknown>()
    return {
      notification(context, format, device) {
        const notification = correct.notification(context, format, device)
        const current = notification[field]
        if (current === undefined) return notification
        const key = keyOf(context)
        const known = values.get(key) ?? current
        values.set(key, learn(known, current))
        return { ...notification, [field]: known }
      },
    }
  }
}

/** Changes the tweaks of devices. */
export function withTweaks(change: (tweaks: Record<string, unknown>) => Record<string, unknown>): PayloadChange {
  return withDevice((device) => (device.tweaks === undefined ? device : { ...device, tweaks: change(device.tweaks) }))
}

/** Changes the devices of notifications. */
export function withDevice(change: (device: Device) => Device): PayloadChange {
  return (correct) => ({ device: (pusher, tweaks) => change(correct.device(pusher, tweaks)) })
}

/** Returns the entries with the given names. */
export function pick(values: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)))
}
