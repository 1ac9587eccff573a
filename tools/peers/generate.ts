/**
 * Makes `docs/peers.md` from the YAML files beside this one.
 *
 *     tsx tools/peers/generate.ts           write it when it is stale
 *     tsx tools/peers/generate.ts --check   write nothing, and exit with 1 when it is stale
 */
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generate, oneFile } from '../generate/spec/command.ts'
import { renderPeers } from './render-peers.ts'

const file = relative('.', fileURLToPath(new URL('../../docs/peers.md', import.meta.url)))
process.exitCode = await generate(process.argv.slice(2), oneFile(file, renderPeers))
