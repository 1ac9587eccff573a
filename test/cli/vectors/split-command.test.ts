import t from 'tap'
import { splitCommand } from '../../../cli/vectors/split-command.ts'

t.test('a command is split as a shell does it', async (t) => {
  const commands: [command: string, words: string[]][] = [
    ['node', ['node']],
    ['  node   --import tsx\teval.ts ', ['node', '--import', 'tsx', 'eval.ts']],
    [`python3 'my evaluator.py'`, ['python3', 'my evaluator.py']],
    [`a "b c" d`, ['a', 'b c', 'd']],
    [`a b' 'c" "d`, ['a', 'b c d']],
    [`a ''`, ['a', '']],
    [`a ""`, ['a', '']],
    ['a b\\ c', ['a', 'b c']],
    ['a \\"b\\"', ['a', '"b"']],
    [`a '\\n"$x'`, ['a', '\\n"$x']],
    [`a "\\"\\\\\\$\\n"`, ['a', '"\\$\\n']],
    ['a $HOME | b; c && d > e *', ['a', '$HOME', '|', 'b;', 'c', '&&', 'd', '>', 'e', '*']],
    [`größe '🎂'`, ['größe', '🎂']],
  ]
  for (const [command, words] of commands) t.strictSame(splitCommand(command), words, command)
})

t.test('a command that is none is refused with what is wrong about it', async (t) => {
  const commands: [command: string, message: string][] = [
    ['', '--run: expected a command, found nothing'],
    [' \t', '--run: expected a command, found nothing'],
    [`a 'b c`, `--run: expected a closing quote for "'b c", found the end of "a 'b c"`],
    ['a "b\\"', '--run: expected a closing quote for "\\"b\\\\\\"", found the end of "a \\"b\\\\\\""'],
    ['a \\', '--run: expected a closing quote for "\\\\", found the end of "a \\\\"'],
  ]
  for (const [command, message] of commands) t.throws(() => splitCommand(command), { message, exitCode: 2 }, command)
})
