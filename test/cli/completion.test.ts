import { spawnSync } from 'node:child_process'
import t from 'tap'
import { createProgram } from '../../cli/program.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

const folder = temporaryFolder(t, {})

/** Completes the last word of a command line with the script for bash. */
function complete(script: string, words: readonly string[]): string[] {
  const list = words.map((word) => `'${word}'`).join(' ')
  const program = `${script}\nCOMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _plexor; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { status, stdout } = spawnSync('bash', ['-c', program], { encoding: 'utf8' })
  return status === 0 ? stdout.split('\n').filter((line) => line !== '') : []
}

t.test('the script for bash completes commands and options', async (t) => {
  const { exitCode, stdout } = await runPlexor(folder, ['completion', 'bash'])
  t.equal(exitCode, 0)
  const commands = createProgram(() => {}).commands.map((command) => command.name())
  t.strictSame(complete(stdout, ['plexor', '']), commands)
  t.strictSame(complete(stdout, ['plexor', 'se']), ['serve'])
  t.strictSame(complete(stdout, ['plexor', 'serve', 'pro']), ['provider'])
  t.strictSame(complete(stdout, ['plexor', 'test', 'http://127.0.0.1', '--spec']), ['--spec-version'])
  t.strictSame(complete(stdout, ['plexor', 'doctor', '--max-fail']), [], 'an option of another command')
})

t.test('zsh runs the same, and fish gets a line for each word', async (t) => {
  t.match(
    (await runPlexor(folder, ['completion', 'zsh'])).stdout,
    /^autoload .*bashcompinit[\s\S]*^complete .* plexor$/m,
  )
  const fish = (await runPlexor(folder, ['completion', 'fish'])).stdout
  t.match(fish, /^complete -c plexor -n '__fish_use_subcommand' -f -a doctor -d '/m)
  t.match(fish, /^complete -c plexor -n '__fish_seen_subcommand_from doctor' -l timeout -r -d '/m)
})

t.test('an unknown shell is a mistake of the user', async (t) => {
  const { exitCode, stderr } = await runPlexor(folder, ['completion', 'dash'])
  t.equal(exitCode, 2)
  t.equal(stderr, 'plexor: Expected "bash", "zsh" or "fish", found "dash"\n')
})
