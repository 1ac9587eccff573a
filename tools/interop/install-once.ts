import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/**
 * Installs something into a folder of the user's cache directory, once: later calls find it.
 *
 * @param name of the folder, with the version
 * @param isThere whether a folder has what is wanted, and it works
 * @param install into an empty folder, which is moved to its place afterwards
 * @returns the folder
 */
export async function installOnce(
  name: string,
  isThere: (folder: string) => Promise<boolean>,
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'plexor', name)
  if (await isThere(folder)) return folder

  // Built beside its place and moved there when complete, so that an interrupted installation leaves nothing to trust.
  await mkdir(dirname(folder), { recursive: true })
  const draft = await mkdtemp(`${folder}.`)
  try {
    await install(draft)
    await rm(folder, { recursive: true, force: true })
    await rename(draft, folder)
  } catch (error) {
    // Another process may have been quicker; what it installed is as good.
    if (!(await isThere(folder))) throw error
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return folder
}
