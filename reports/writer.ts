import type { RunResult } from '../run/index.ts'
import { runToBadge, runToShields } from './badge.ts'
import type { Format } from './formats.ts'
import { toGithub } from './github.ts'
import { toHtml } from './html/page.ts'
import { jsonText, toJson } from './json.ts'
import { toJunit } from './junit.ts'
import { toMarkdown } from './markdown/markdown.ts'
import { prettyWriter } from './pretty/pretty.ts'
import type { Sink, Writer, WriterFactory, WriterOptions } from './sink.ts'
import { toTap } from './tap.ts'

const WRITERS = {
  pretty: prettyWriter,
  json: wholeRun(toJson),
  tap: wholeRun(toTap),
  junit: wholeRun(toJunit),
  markdown: wholeRun(toMarkdown),
  html: wholeRun(toHtml),
  github: wholeRun(toGithub),
  ndjson: (sink) => (event) => sink.write(`${jsonText(event)}\n`),
  badge: wholeRun(runToBadge),
  shields: wholeRun(runToShields),
} satisfies Record<Format, WriterFactory>

/** Creates the writer of a report on one run. */
export function createWriter(format: Format, sink: Sink, options: WriterOptions = {}): Writer {
  return WRITERS[format](sink, options)
}

/** Creates the writer of a format that is a function from the finished run to its text. */
function wholeRun(render: (run: RunResult) => string): WriterFactory {
  return (sink) => (event) => {
    if (event.type === 'run-end') sink.write(render(event.result))
  }
}
