/** Faults that no case can see from outside, with the reason. */
export const UNSEEN: Readonly<Record<string, string>> = {
  'push-gateway.rejects-forever': 'it is visible when a device that was gone comes back, which no case can cause',
  'push-gateway.forgets-rejections': 'it is visible only at the push provider',
}
