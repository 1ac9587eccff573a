/** Cases that judge something and that no fault can turn red alone, with the reason. */
export const EXCUSED: Readonly<Record<string, string>> = {
  'authentication/token-in-the-header':
    'every request of every case has its token there, so a server that does not take it lets no case begin',
}

/** Faults that no case can see from outside, with the reason. */
export const UNSEEN: Readonly<Record<string, string>> = {
  'push-gateway.alerts-twice': 'it shows at the device',
  'push-gateway.duplicates-by-device': 'it shows at the device',
  'push-gateway.rejects-forever': 'it shows when a device that was gone comes back, which no case can bring about',
  'push-gateway.never-remembers': 'it shows at the push provider',
}
