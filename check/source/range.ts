/** A part of a source, in UTF-16 code units from its start; `end` is the first unit that is no longer part of it. */
export interface Range {
  start: number
  end: number
}

/** Whether the whole of `inner` lies within `outer`. */
export function encloses(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}
