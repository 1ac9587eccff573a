// Script of the pages of a stack, which runs in the browser. `npm run generate` bundles it.
import { setUpFilters } from '../../../../reports/html/browser/filters.ts'
import { setUpLive } from './live.ts'

setUpLive(setUpFilters())
