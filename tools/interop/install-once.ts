import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/**
 * Installs something into the user's cache directory, once: later calls find it.
 *
 * @param name directory name, with the version
 * @param isInstalled reports whether a directory holds a working installation
 * @param install installs into an empty directory, which is moved to its place afterwards
 * @returns the directory
 */
export async function installOnce(
  name: string,
  isInstalled: (folder: string) => Promise<boolean>,
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'plexor', name)
  if (await isInstalled(folder)) return folder

  // Built beside its final place and then renamed, so that an interrupted installation is never used.
  await mkdir(dirname(folder), { recursive: true })
  const draft = await mkdtemp(`${folder}.`)
  try {
    await install(draft)
    await rm(folder, { recursive: true, force: true })
    await rename(draft, folder)
  } catch (error) {
    // Another process may have installed it in the meantime.
    if (!(await isInstalled(folder))) throw error
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return folder
}
