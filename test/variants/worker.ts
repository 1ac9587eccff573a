import { judgeVariant, type VariantRun } from './judge-variant.ts'

// A process that does the runs which its parent sends, one after the other.
process.on('message', (run: VariantRun) => {
  judgeVariant(run).then(
    (judged) => process.send?.(judged),
    (error) => process.send?.({ ...run, fine: 0, durationMs: 0, troubles: [String(error)] }),
  )
})
// Without its parent there is nothing to do
process.on('disconnect', () => process.exit())
