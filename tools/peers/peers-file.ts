import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { oneFile } from '../generate/generated-files.ts'
import { renderPeers } from './render-peers.ts'

/** Generated file `docs/peers.md`, from the YAML files in this directory. */
export const peersFile = oneFile(
  relative('.', fileURLToPath(new URL('../../docs/peers.md', import.meta.url))),
  renderPeers,
)
