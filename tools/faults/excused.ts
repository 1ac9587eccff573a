/** Cases that judge something and that no fault can turn red alone, with the reason. */
export const EXCUSED: Readonly<Record<string, string>> = {}

/** Faults that no case can see from outside, with the reason. */
export const UNSEEN: Readonly<Record<string, string>> = {
  'push-gateway.alerts-twice': 'it shows at the device',
  'push-gateway.duplicates-by-device': 'it shows at the device',
  'push-gateway.rejects-forever': 'it shows when a device that was gone comes back, which no case can bring about',
  'push-gateway.never-remembers': 'it shows at the push provider',
}
