// Script of the pages, which runs in the browser. `npm run generate` bundles it.
import { setUpFilters } from './filters.ts'
import { setUpCopying } from './issue-text.ts'

/** Opens all details before the page is printed, so that paper has them too. */
function openForPrinting(): void {
  for (const details of document.querySelectorAll<HTMLDetailsElement>('details.case')) details.open = true
}

setUpFilters()
setUpCopying()
addEventListener('beforeprint', openForPrinting)
