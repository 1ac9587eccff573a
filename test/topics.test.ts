import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { FAULTS, PUSH_GATEWAY_FAULTS, policies, UNSPECIFIED_FAULTS, VARIANTS } from '../reference/index.ts'
import { requirements, TOPICS, topicOf } from '../spec/index.ts'
import { allCases } from '../suites/index.ts'

const topics = Object.keys(TOPICS)

const entriesOf = (folder: string) => readdirSync(new URL(`../${folder}`, import.meta.url), { withFileTypes: true })
const filesOf = (folder: string, extension: string) =>
  entriesOf(folder)
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map(({ name }) => basename(name, extension))

t.test('every topic has requirements, in a file of its name, and every file is a topic', async (t) => {
  t.strictSame(filesOf('spec/requirements', '.yaml').sort(), topics.toSorted())
  for (const topic of topics) {
    const rows: { id: string }[] = parse(
      readFileSync(new URL(`../spec/requirements/${topic}.yaml`, import.meta.url), 'utf8'),
    )
    t.ok(rows.length > 0, `${topic} has requirements`)
    for (const { id } of rows) t.equal(topicOf(id), topic, `${id} is in the file of its topic`)
  }
  t.ok(requirements.every(({ id }) => topicOf(id) !== undefined))
})

t.test(
  'every case has the topic of a requirement that it verifies, and stands in the folder of that topic',
  async (t) => {
    for (const { id, area, verifies } of allCases) {
      t.ok(verifies.map(topicOf).includes(topicOf(id)), `${id} verifies a requirement of its topic`)
      t.equal(area, topicOf(id))
    }
    const folders = entriesOf('suites')
      .filter((entry) => entry.isDirectory() && !['harness', 'vectors'].includes(entry.name))
      .map(({ name }) => name)
    t.strictSame(folders.sort(), [...new Set(allCases.map(({ area }) => area))].sort())
  },
)

t.test('every fault has the topic of a requirement that it breaks', async (t) => {
  for (const { name, breaks } of [...FAULTS, ...UNSPECIFIED_FAULTS, ...PUSH_GATEWAY_FAULTS]) {
    t.ok(topicOf(name) !== undefined, `${name} begins with a topic`)
    if (breaks.length > 0)
      t.ok(breaks.map(topicOf).includes(topicOf(name)), `${name} breaks a requirement of its topic`)
  }
})

t.test('every variant has a topic', async (t) => {
  for (const { name } of VARIANTS) t.ok(topicOf(name) !== undefined, `${name} begins with a topic`)
})

t.test('faults and variants stand in files of their topics', async (t) => {
  for (const folder of ['reference/faults', 'reference/variants']) {
    for (const file of filesOf(folder, '.ts').filter((name) => !['index', 'fault', 'variant'].includes(name))) {
      const topic = topics.filter((name) => file === name || file.startsWith(`${name}-`))
      t.not(topic.length, 0, `${folder}/${file}.ts is named after a topic`)
    }
  }
})

t.test('the decisions of the reference are grouped by topic', async (t) => {
  for (const area of Object.keys(policies)) {
    const topic = area.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    t.ok(topicOf(topic) !== undefined, `policies.${area} is named after a topic`)
  }
})
