import t from 'tap'
import manifest from '../../package.json' with { type: 'json' }
import { SCRIPT_GROUPS } from '../../tools/script-groups.ts'

t.test('npm run help describes every script, and only scripts that exist', async (t) => {
  const described = Object.values(SCRIPT_GROUPS).flatMap((scripts) => Object.keys(scripts))
  t.strictSame(described.toSorted(), Object.keys(manifest.scripts).sort())
})
