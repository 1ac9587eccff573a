/** What went wrong with a service, as a clause for a log: it tells nothing of the device. */
export class ServiceTrouble extends Error {
  override readonly name = 'ServiceTrouble'
}
