/**
 * Prints the npm scripts in groups: the command behind `npm run help`.
 */
import { SCRIPT_GROUPS } from './script-groups.ts'

const width = Math.max(...Object.values(SCRIPT_GROUPS).flatMap((scripts) => Object.keys(scripts).map((n) => n.length)))
const groups = Object.entries(SCRIPT_GROUPS).map(([group, scripts]) => {
  const lines = Object.entries(scripts).map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)
  return [group, ...lines].join('\n')
})
process.stdout.write(
  `${groups.join('\n\n')}\n\nRun one with npm run NAME; options follow --, as in npm run faults -- --only "pushers.*"\n`,
)
