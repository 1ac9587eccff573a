/**
 * Writes the playground of push rules as one HTML file: the command behind `npm run build:playground`.
 *
 * `npm run build:playground -- FILE` names the file; the default is `build/playground.html`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { renderPlayground } from './render.ts'

const [file = 'build/playground.html'] = process.argv.slice(2)
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, renderPlayground())
process.stdout.write(`Wrote ${file}\n`)
