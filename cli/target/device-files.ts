import { readNamedFile } from '../../common/named-file.ts'
import { parseYaml, type YamlValue } from '../../common/yaml-source.ts'
import type { ConfiguredDevice, ConfiguredDevices } from '../../suites/index.ts'

const OWN_KEYS = ['app_id', 'pushkey', 'data', 'unregistered'] as const

/** Keys that a device of Plexor's provider has as well: its response to `POST /devices` is such a file. */
const PROVIDER_KEYS = ['device_id', 'service', 'environment', 'app', 'registered', 'failure', 'inbox'] as const

const KEYS = [...OWN_KEYS, ...PROVIDER_KEYS]
const EXPECTED = 'a device with app_id and pushkey, or a list of devices'

/**
 * Reads devices that a push gateway under test can reach: files of YAML or JSON with one device each, or a list.
 *
 * @throws {UsageError} for the first mistake, with file, line and column
 */
export function loadDevices(files: readonly string[]): ConfiguredDevices {
  const devices = files.flatMap((fileName) => {
    const root = parseYaml({ what: 'device', fileName, text: readNamedFile('device', fileName) })
    return root.itemsOrOne(EXPECTED).map(readDevice)
  })
  const devicesThat = (areUnregistered: boolean) =>
    devices.flatMap(({ unregistered, device }) => (unregistered === areUnregistered ? [device] : []))
  return { reachable: devicesThat(false), unregistered: devicesThat(true) }
}

function readDevice(value: YamlValue): { device: ConfiguredDevice; unregistered: boolean } {
  const fields = new Map(value.entries(KEYS, EXPECTED))
  const text = (name: 'app_id' | 'pushkey', expected: string) => {
    const field = fields.get(name)
    if (field === undefined) throw value.error(`"${name}", ${expected}`, `a device without "${name}"`)
    return field.text(expected)
  }
  const data = fields.get('data')
  const device = {
    app_id: text('app_id', 'the app_id of its pusher'),
    pushkey: text('pushkey', 'the pushkey of its pusher'),
    ...(data === undefined ? {} : { data: data.object('the data of its pusher without the url, as a map') }),
  }
  const registered = fields.get('registered')?.flag('true or false') ?? true
  return { device, unregistered: fields.get('unregistered')?.flag('true or false') ?? !registered }
}
