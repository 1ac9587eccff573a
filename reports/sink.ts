import type { RunEvent } from '../run/index.ts'

/** Destination of a report. The optional properties describe a terminal, and are absent for a file. */
export interface Sink {
  /** Appends text to the report. */
  write(text: string): void
  /** True if lines can be rewritten; default: false */
  isTTY?: boolean
  /** Width of the terminal in characters. It is read again each time, since it may change. */
  columns?: number
  /** True to use colours; default: false. The creator of the sink considers NO_COLOR. */
  color?: boolean
}

/** Options of a report. */
export interface WriterOptions {
  /** True to let the pretty report list all cases that are neither red nor passed, and cut less; default: false */
  verbose?: boolean
  /**
   * Number of cases by area, for a run that is in progress: the pretty report then shows red cases as they end, and where
   * lines cannot be rewritten, each area too. Default: the run has ended already
   */
  areas?: ReadonlyMap<string, number>
}

/** Writer of one report: takes the events of a run in order. The report is complete after `run-end`. */
export type Writer = (event: RunEvent) => void

/** Creates the writer of one format. */
export type WriterFactory = (sink: Sink, options: WriterOptions) => Writer
