import type { RunEvent, RunResult } from '../run/index.ts'
import type { Format } from './formats.ts'
import { toHtml } from './html.ts'
import { jsonText, toJson } from './json.ts'
import { toJunit } from './junit.ts'
import { toMarkdown } from './markdown.ts'
import { prettyWriter } from './pretty.ts'
import { toTap } from './tap.ts'

/** Where a report goes. What the sink does not know (a file has no columns) stays away. */
export interface Sink {
  write(text: string): void
  /** Whether lines can be rewritten */
  isTTY?: boolean
  /** Width of the terminal in characters; read again at each use, so that it may change */
  columns?: number
  /** Whether to colour; whoever makes the sink honours NO_COLOR here. Without it: no colour */
  color?: boolean
}

export interface WriterOptions {
  /** Pretty lists what is neither red nor passed case by case, and cuts less */
  verbose?: boolean
}

/** Takes the events of one run, in order, and writes its report. The report is complete when `run-end` was taken. */
export type Writer = (event: RunEvent) => void

/** Makes the writer of one format. */
export type WriterFactory = (sink: Sink, options: WriterOptions) => Writer

const WRITERS = {
  pretty: prettyWriter,
  json: wholeRun(toJson),
  tap: wholeRun(toTap),
  junit: wholeRun(toJunit),
  markdown: wholeRun(toMarkdown),
  html: wholeRun(toHtml),
  ndjson: (sink) => (event) => sink.write(`${jsonText(event)}\n`),
} satisfies Record<Format, WriterFactory>

/** A writer for one run in one format. */
export function createWriter(format: Format, sink: Sink, options: WriterOptions = {}): Writer {
  return WRITERS[format](sink, options)
}

/** A format that needs the finished run: a pure function from the run to its text. */
function wholeRun(render: (run: RunResult) => string): WriterFactory {
  return (sink) => (event) => {
    if (event.type === 'run-end') sink.write(render(event.result))
  }
}
