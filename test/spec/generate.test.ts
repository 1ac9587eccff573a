import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { stale, update } from '../../tools/generate/spec/files.ts'
import { render } from '../../tools/generate/spec/render.ts'

const SPEC = fileURLToPath(new URL('../../spec', import.meta.url))

/** Copies the `spec` directory, without its TypeScript, so that tests can change it. */
function copyOfSpec(t: Test): string {
  const folder = t.testdir()
  const isNeeded = (path: string) => !path.endsWith('.ts') || path.includes('generated')
  cpSync(SPEC, folder, { recursive: true, filter: isNeeded })
  return folder
}

function replace(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8')
  if (!text.includes(from)) throw new Error(`"${from}" is not in ${file}`)
  writeFileSync(file, text.replace(from, to))
}

t.test('the generated files are up to date', async (t) => {
  t.strictSame(await stale(SPEC), [])
})

t.test('an outdated, missing or superfluous file is listed, and updated only on request', async (t) => {
  const folder = copyOfSpec(t)
  const [edited, missing, extra] = ['events.ts', 'client-server.json', 'old.ts'].map((name) =>
    join(folder, 'generated', name),
  ) as [string, string, string]
  writeFileSync(edited, '// mine')
  rmSync(missing)
  writeFileSync(extra, '')

  const named = [missing, edited, extra]
  t.strictSame(await stale(folder), named)
  t.equal(readFileSync(edited, 'utf8'), '// mine')
  t.notOk(existsSync(missing))

  t.strictSame(await update(folder), named)
  t.strictSame(await stale(folder), [])
  t.notOk(existsSync(extra))
})

t.test('a changed source makes its generated file outdated', async (t) => {
  const folder = copyOfSpec(t)
  replace(join(folder, 'default-rules.yaml'), 'pattern: m.reaction', 'pattern: m.reactions')
  t.strictSame(await stale(folder), [join(folder, 'generated/default-rules.json')])
})

t.test('without a catalogue there are no requirements', async (t) => {
  const folder = copyOfSpec(t)
  rmSync(join(folder, 'requirements'), { recursive: true })
  t.equal((await render(folder)).get('requirements.json'), '[]\n')
})

t.test('an invalid source is reported with its file and position', async (t) => {
  const table: [file: string, from: string, to: string, message: RegExp][] = [
    ['openapi/push-gateway.yaml', 'tags: [push]', 'tags: [push', /push-gateway\.yaml:\d+:\d+: expected valid YAML/],
    ['openapi/push-gateway.yaml', 'components:', 'parts:', /push-gateway\.yaml:\d+: expected an OpenAPI document/],
    [
      'openapi/push-gateway.yaml',
      'required: [rejected]',
      'requird: [rejected]',
      /push-gateway\.yaml:1\d\d: .*"requird"/,
    ],
    ['openapi/push-gateway.yaml', '#/components/schemas/Device', '#/components/schemas/Devise', /yaml:\d+: .*Devise"/],
    ['openapi/client-server.yaml', '$defs/PushRule', '$defs/PushRool', /client-server\.yaml:\d+: .*\$defs\/PushRool"/],
    ['events/m.reaction.yaml', 'common.yaml', 'commune.yaml', /m\.reaction\.yaml:\d+: .*commune\.yaml/],
    ['events/common.yaml', 'type: boolean', 'type: bool', /common\.yaml:\d+: expected a valid JSON Schema/],
    ['default-rules.yaml', 'since: v1.9', 'since: v1.99', /default-rules\.yaml:\d+: row \d+ \("\.m\.rule\..*"v1\.99"/],
    [
      'default-rules.yaml',
      'after: .m.rule.room.server_acl',
      'after: .m.rule.call',
      /expected the ID of a rule of the kind override.*"\.m\.rule\.call"/,
    ],
  ]
  for (const [file, from, to, message] of table) {
    await t.test(`${to} in ${file}`, async (t) => {
      const folder = copyOfSpec(t)
      replace(join(folder, file), from, to)
      await t.rejects(render(folder), { name: 'SourceError', message })
    })
  }
})

t.test('an invalid row of the catalogue is reported with its file, line and number', async (t) => {
  const row = { id: 'area.rule', level: 'must', section: 'https://spec.matrix.org/v1.19/', text: 'So it is.' }
  const { text, ...withoutText } = row
  const table: [rows: unknown, message: RegExp][] = [
    [[row, withoutText], /zz\.yaml:1: row 2 \("area\.rule"\): .*expected the property "text"/],
    [[{ ...row, text: ' ' }], /row 1 .*\/text/],
    [[{ ...row, level: 'shall' }], /expected one of "must".*, found "shall"/],
    [[{ ...row, since: 'v2.0' }], /expected the name of a version.*, found "v2\.0"/],
    [[{ ...row, until: 'seed' }], /expected "until" to be newer than "since" \(seed\), found seed/],
    [[{ ...row, section: 'somewhere' }], /"somewhere"/],
    [[{ ...row, note: '' }], /expected no property "note"/],
    [[{ ...row, excluded: '' }], /row 1 .*\/excluded/],
    [[{ ...row, awaits: 'cases' }], /expected no property "awaits"/],
    [[row, row], /row 2 \("area\.rule"\): expected a unique ID, found the same one at .*zz\.yaml:1;/],
    ...['', 'area', 'Area.rule', 'area.', 'area.rule_x'].map((id): [unknown, RegExp] => [
      [{ ...row, id }],
      /\/0\/id: expected/,
    ]),
    [row, /zz\.yaml:1: At the root: expected an array, found an object/],
    ['text', /zz\.yaml:1: At the root: expected an array, found "text"/],
  ]
  const folder = copyOfSpec(t)
  for (const [rows, message] of table) {
    writeFileSync(join(folder, 'requirements/zz.yaml'), JSON.stringify(rows))
    await t.rejects(render(folder), { name: 'SourceError', message }, JSON.stringify(rows))
  }
})
