import t from 'tap'
import { EvidenceSize } from '../../../suites/harness/evidence/evidence-size.ts'

t.test('the evidence of an ordinary run is not large, and that of a target that fills every body is', async (t) => {
  const timeline = [{ at: 0, kind: 'client' as const, actor: 'alice', summary: '', responseBody: 'x'.repeat(4_000) }]
  const size = new EvidenceSize()
  for (let entries = 0; entries < 5_000; entries += 1) size.add(timeline)
  t.notOk(size.isLarge)
  for (let entries = 0; entries < 5_000; entries += 1) size.add(timeline)
  t.ok(size.isLarge)
})
