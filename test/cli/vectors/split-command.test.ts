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
    ['', 'The option --run was given nothing: it takes a command'],
    [' \t', 'The option --run was given nothing: it takes a command'],
    [`a 'b c`, `The option --run was given "a 'b c": what begins at "'b c" is not closed`],
    ['a "b\\"', 'The option --run was given "a \\"b\\\\\\"": what begins at "\\"b\\\\\\"" is not closed'],
    ['a \\', 'The option --run was given "a \\\\": what begins at "\\\\" is not closed'],
  ]
  for (const [command, message] of commands) t.throws(() => splitCommand(command), { message, exitCode: 2 }, command)
})
