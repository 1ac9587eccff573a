import type { Device } from './device.ts'
import type { Failure } from './failures.ts'

/** A device, as the control API and the provider in process describe it. */
export interface DeviceDescription {
  device_id: string
  service: Device['service']
  environment?: Device['environment']
  app: string
  /** What goes into `pushkey` of a Matrix pusher */
  pushkey: string
  /** What goes into `data` of a Matrix pusher, besides its URL and format */
  data?: Device['data']
  /** Whether the service still delivers to it */
  registered: boolean
  /** How its pushes fail at present */
  failure?: Failure
  /** Where its inbox can be read */
  inbox: string
}

/** @param url the base URL of the control API */
export function describeDevice(device: Device, url: string): DeviceDescription {
  const { id, service, environment, app, pushkey, data, failures, goneSince } = device
  return {
    device_id: id,
    service,
    ...(environment === undefined ? {} : { environment }),
    app,
    pushkey,
    ...(data === undefined ? {} : { data }),
    registered: goneSince === undefined,
    ...(failures.current === undefined ? {} : { failure: failures.current }),
    inbox: `${url}/devices/${id}/inbox`,
  }
}
