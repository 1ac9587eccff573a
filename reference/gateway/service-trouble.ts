/** What went wrong with a service, as a clause for a log: it tells nothing of the device. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
}
