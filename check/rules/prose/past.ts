import type { Prose } from '../../read/prose.ts'

/** Reports whether the prose around an example says that it shows historical behaviour. */
export function describesThePast({
  lead,
  headings = [],
}: {
  lead: readonly Prose[]
  headings?: readonly Prose[]
}): boolean {
  const near = [...headings.slice(-1), ...lead.slice(-2)]
  return near.some(({ text }) =>
    /\b(?:histor\w+|deprecat\w+|obsolete|legacy|formerly|no longer|older (?:servers|clients|versions)|removed|replaced|earlier versions)\b/i.test(
      text,
    ),
  )
}
