/** Range of a source in UTF-16 code units from its start; `end` is exclusive. */
export interface Range {
  start: number
  end: number
}

/** Reports whether `outer` contains all of `inner`. */
export function encloses(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}
