import t from 'tap'
import manifest from '../../package.json' with { type: 'json' }
import { RUN_SCHEMA } from '../../run/index.ts'
import { SPEC_VERSIONS } from '../../spec/index.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

const folder = temporaryFolder(t, {})

t.test('--version --json tells programs what this version knows', async (t) => {
  const { exitCode, stdout, stderr } = await runPlexor(folder, ['--version', '--json'])
  t.strictSame({ exitCode, stderr }, { exitCode: 0, stderr: '' })
  t.strictSame(JSON.parse(stdout), {
    plexor: manifest.version,
    reportSchema: RUN_SCHEMA,
    specVersions: SPEC_VERSIONS,
    runtime: `Node.js ${process.versions.node}`,
  })
})
