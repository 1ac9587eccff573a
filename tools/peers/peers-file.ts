import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { oneFile } from '../generate/generated-files.ts'
import { renderPeers } from './render-peers.ts'

/** `docs/peers.md`, made from the YAML files beside this module. */
export const peersFile = oneFile(
  relative('.', fileURLToPath(new URL('../../docs/peers.md', import.meta.url))),
  renderPeers,
)
