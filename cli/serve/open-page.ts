import open from 'open'
import { reasonOf } from '../../common/named-file.ts'

/** Shows a page in the browser of the user; where there is none, what runs runs all the same, and says so. */
export async function openPage(url: string): Promise<void> {
  try {
    await open(url)
  } catch (error) {
    process.stderr.write(`plexor: Cannot open ${url} in a browser: ${reasonOf(error)}\n`)
  }
}
