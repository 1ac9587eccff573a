import type { Word, WordsOfCommand } from './words.ts'

/** Returns the script for bash. What it does not know, such as the value of an option, it completes as a file. */
export function bashScript(commands: readonly WordsOfCommand[]): string {
  return `# Completion of plexor in bash: source <(plexor completion bash)
${functionOf(commands)}
complete -o default -F _plexor plexor
`
}

/** Returns the script for zsh, which can run that for bash. */
export function zshScript(commands: readonly WordsOfCommand[]): string {
  return `# Completion of plexor in zsh: source <(plexor completion zsh)
autoload -U +X compinit && compinit
autoload -U +X bashcompinit && bashcompinit
${functionOf(commands)}
complete -o default -F _plexor plexor
`
}

/** Returns the script for fish. */
export function fishScript(commands: readonly WordsOfCommand[]): string {
  const lines = commands.flatMap(({ path, commands, options }) => {
    const condition = conditionOf(path, commands)
    const start = `complete -c plexor ${condition === '' ? '' : `-n ${quoted(condition)} `}`
    return [
      ...commands.map(({ word, help }) => `${start}-f -a ${word} -d ${quoted(help)}`),
      ...options.map(
        ({ word, help, takesValue }) =>
          `${start}-l ${word.replace(/^--/, '')}${takesValue ? ' -r' : ''} -d ${quoted(help)}`,
      ),
    ]
  })
  return `# Completion of plexor in fish: plexor completion fish | source\n${lines.join('\n')}\n`
}

/** Writes the function of bash that completes a word. */
function functionOf(commands: readonly WordsOfCommand[]): string {
  const steps = commands
    .filter(({ path }) => path.length > 0)
    .map(({ path }) => `      ${pathOf(path)}) at=$at/$word ;;`)
  const words = commands.map(
    ({ path, commands, options }) =>
      `    ${path.length === 0 ? "''" : pathOf(path)}) commands='${listOf(commands)}' options='${listOf(options)}' ;;`,
  )
  return `_plexor() {
  local current=\${COMP_WORDS[COMP_CWORD]} at='' commands='' options='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $at/$word in
${steps.join('\n')}
    esac
  done
  case $at in
${words.join('\n')}
  esac
  case $current in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$commands" -- "$current")) ;;
  esac
}`
}

function pathOf(path: readonly string[]): string {
  return `/${path.join('/')}`
}

function listOf(words: readonly Word[]): string {
  return words.map(({ word }) => word).join(' ')
}

/** Writes the condition of fish under which the words of a command are offered. */
function conditionOf(path: readonly string[], commands: readonly Word[]): string {
  const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`)
  const next = listOf(commands)
  if (path.length === 0) return next === '' ? '' : '__fish_use_subcommand'
  return [...seen, ...(next === '' ? [] : [`not __fish_seen_subcommand_from ${next}`])].join('; and ')
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
