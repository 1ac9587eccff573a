import { readNamedFile } from '../../common/named-file.ts'
import { parseYaml, type YamlValue } from '../../common/yaml-source.ts'
import type { ConfiguredDevice, ConfiguredDevices } from '../../suites/index.ts'

const KEYS = ['app_id', 'pushkey', 'data', 'gone'] as const
const WANTED = 'a device with app_id and pushkey, or a list of devices'

/**
 * Reads the devices of which the user tells Plexor: files of YAML or JSON with one device each, or a list of them.
 *
 * @throws {UsageError} one sentence with file, line and column for the first mistake
 */
export function loadDevices(files: readonly string[]): ConfiguredDevices {
  const devices = files.flatMap((fileName) => {
    const root = parseYaml({ what: 'device', fileName, text: readNamedFile('device', fileName) })
    return root.itemsOrOne(WANTED).map(readDevice)
  })
  const those = (expected: boolean) => devices.flatMap(({ gone, device }) => (gone === expected ? [device] : []))
  return { reachable: those(false), gone: those(true) }
}

function readDevice(value: YamlValue): { device: ConfiguredDevice; gone: boolean } {
  const fields = new Map(value.entries(KEYS, WANTED))
  const text = (name: 'app_id' | 'pushkey', expected: string) => {
    const field = fields.get(name)
    if (field === undefined) throw value.error(`wanted "${name}" too: ${expected}`, `a device without "${name}"`)
    return field.text(expected)
  }
  const data = fields.get('data')
  const device = {
    app_id: text('app_id', 'the app_id of its pusher'),
    pushkey: text('pushkey', 'the pushkey of its pusher'),
    ...(data === undefined ? {} : { data: data.object('the data of its pusher without the url, as a map') }),
  }
  return { device, gone: fields.get('gone')?.flag('true or false') ?? false }
}
