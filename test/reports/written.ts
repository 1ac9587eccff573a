import type { Format } from '../../reports/formats.ts'
import type { Sink, WriterOptions } from '../../reports/sink.ts'
import { createWriter } from '../../reports/writer.ts'
import type { RunResult } from '../../run/index.ts'
import { eventsOf } from './sample-run.ts'

/** Returns the report of a run in one format, as the sink receives it. */
export function written(
  format: Format,
  run: RunResult,
  sink: Omit<Sink, 'write'> = {},
  options?: WriterOptions,
): string {
  let text = ''
  const write = (more: string) => {
    text += more
  }
  const take = createWriter(format, { ...sink, write }, options)
  for (const event of eventsOf(run)) take(event)
  return text
}
