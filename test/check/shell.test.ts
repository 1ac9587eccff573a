import t from 'tap'
import { applyFixes, checkText } from '../../check/index.ts'
import { eachFindsMarked, fence, type MarkedRow, sentences } from './found.ts'

// Commands are parsed as by a shell, and mistakes in them are reported at their positions in the source.

const URL = 'https://hs.example/_matrix/client/v3/pushrules/global/override/a'
const PUT = `curl -X PUT '${URL}'`
const sh = (text: string, language = 'sh') => fence(text, language)
const BAD_ACTION = ['error unknown-action']

t.test('the body of a request is found in any kind of quotes', async (t) => {
  const rows: [what: string, command: string][] = [
    ['single quotes', `${PUT} -d '{"actions": [▲"ring"]}'`],
    ['double quotes', `${PUT} -d "{\\"actions\\": [\\▲"ring\\"]}"`],
    ["$'…'", `${PUT} -d $'{"actions":\\n [▲"it\\'s"]}'`],
    ['no quotes, with escapes', `${PUT} -d {\\"actions\\":[\\▲"ring\\"]}`],
    ['no space after -d', `${PUT} -d'{"actions": [▲"ring"]}'`],
    ['an option with an equals sign', `${PUT} --data='{"actions": [▲"ring"]}'`],
    ['--json', `${PUT} --json '{"actions": [▲"ring"]}'`],
    ['letters in one', `curl -sSX PUT '${URL}' -d '{"actions": [▲"ring"]}'`],
    ['the URL last', `curl -X PUT -o /dev/null -d '{"actions": [▲"ring"]}' '${URL}'`],
    ['several lines', `${PUT} \\\n  -d '{\n    "actions": [▲"ring"]\n  }'`],
    ['a document', `${PUT} -d @- <<'EOF'\n{"actions": [▲"ring"]}\nEOF`],
    ['a document with variables', `${PUT} -d @- <<EOF\n{"actions": [$A, ▲"ring"]}\nEOF`],
    ['a document with tabs before it', `${PUT} -d @- <<-EOF\n\t{"actions": [▲"ring"]}\n\tEOF`],
    ['a document, and another command', `${PUT} -d @- <<A\n{"actions": []}\nA\n${PUT} -d '{"actions": [▲"ring"]}'`],
    ['a string for standard input', `${PUT} -d @- <<< '{"actions": [▲"ring"]}'`],
  ]
  eachFindsMarked(
    t,
    rows.map(([what, command]): MarkedRow => [what, sh(command), BAD_ACTION]),
  )
})

t.test('a command is found after any prefix', async (t) => {
  const command = `${PUT} -d '{"actions": [▲"ring"]}'`
  const rows: [what: string, text: string][] = [
    ['a prompt', `$ ${command}`],
    ['the prompt of a user', `alice@host:~/a$ ${command}`],
    ['the prompt of another user', `[root@host a]# ${command}`],
    ['a variable', `A=b ${command}`],
    ['a substitution', `RESPONSE=$(${command})`],
    ['a substitution in quotes', `RESPONSE="$(${command})"`],
    ['another command', `sleep 1; ${command}`],
    ['a pipe', `cat a | ${command}`],
    ['continuation lines of a terminal', `$ ${PUT} \\\n> -d '{\n> "actions": [▲"ring"]}'\n{}`],
  ]
  eachFindsMarked(
    t,
    rows.map(([what, text]): MarkedRow => [what, sh(text, 'console'), BAD_ACTION]),
  )
  eachFindsMarked(t, [['a comment', sh(`# ${command.replace('▲', '')}`), []]])
})

t.test('values that the shell expands are unknown', async (t) => {
  const rows: MarkedRow[] = [
    ['a value', sh(`${PUT} -d "{\\"actions\\": $ACTIONS}"`), []],
    ['a part of a value', sh(`${PUT} -d "{\\"actions\\": [\\"$ACTION\\"]}"`), []],
    ['all of the body', sh(`${PUT} -d "$(cat rule.json)"`), []],
    ['all of it, in backticks', sh(`${PUT} -d \`cat rule.json\``), []],
    ['a command within', sh(`${PUT} -d "{\\"actions\\": $(jq -c . "a b.json")}"`), []],
    ['a file', sh(`${PUT} -d @rule.json`), []],
    ['standard input of another command', sh(`cat rule.json | ${PUT} -d @-`), []],
    ['a segment of the path', sh('curl -I "https://hs.example/_matrix/client/v3/pushrules/global/room/$ROOM"'), []],
    ['not so in single quotes', sh(`${PUT} -d '{"actions": ▲$ACTIONS}'`), ['warning placeholder']],
    [
      'nor in a URL in single quotes',
      sh("curl 'https://hs.example/_matrix/client/v3/pushrules/global/override/▲$RULE_ID'"),
      ['warning placeholder'],
    ],
    ['an event ID is not a variable', sh("curl 'https://hs.example/_matrix/client/v3/rooms/!a:b/event/$1a:b'"), []],
  ]
  eachFindsMarked(t, rows)
})

t.test('mistakes that a shell reads in another way', async (t) => {
  const rows: MarkedRow[] = [
    ['quotes in quotes', sh(`${PUT} -d ▲"{"actions": []}"`), ['error shell-syntax']],
    ['JSON without quotes around it', sh(`${PUT} -d ▲{"actions":[]}`), ['error shell-syntax']],
    ['JSON in pieces', sh(`curl -X PUT -d ▲{"actions": []} '${URL}'`), ['error shell-syntax']],
    [
      'a URL whose quote is not closed',
      sh(`curl -X DELETE ▲'${URL}\n${PUT} -d '{"actions": [▲"ring"]}'`),
      ['error shell-syntax', 'error unknown-action'],
    ],
    ['a comment in the middle', sh(`${PUT} \\\n  # the body▲\n  -d '{"actions": []}'`), ['error shell-syntax']],
    ['quotes of a word processor', sh(`curl ▲‘${URL}’`), ['error shell-syntax']],
    ['a dash of a word processor', sh(`curl '${URL}' ▲–i`), ['error shell-syntax']],
    ['a comment at the end', sh(`curl '${URL}' # -d '{`), []],
  ]
  eachFindsMarked(t, rows)
  t.match(sentences(sh(`${PUT} -d "{"actions": []}"`)), [/^The shell removes the double quotes of this body/])
})

/** Returns the text after all fixes. */
function fixed(text: string): string {
  return applyFixes(text, checkText('text', text, 'markdown', { specVersion: 'v1.19' }).findings).text
}

t.test('fixes of a body are escaped for its quotes', async (t) => {
  const single = (actions: string) => sh(`${PUT} -d '{"actions": [${actions}]}'`)
  const double = (actions: string) => sh(`${PUT} -d "{\\"actions\\": [${actions}]}"`)
  const rows: [what: string, before: string, after: string][] = [
    ['single quotes', single('"Notify",'), single('"notify"')],
    ['double quotes', double('\\"Notify\\",'), double('\\"notify\\"')],
    [
      'a tweak in double quotes',
      double('{\\"set_sound\\": \\"a\\"}'),
      double('{\\"set_tweak\\": \\"sound\\", \\"value\\": \\"a\\"}'),
    ],
    ["$'…'", sh(`${PUT} -d $'{"actions": ["Notify"]}'`), sh(`${PUT} -d $'{"actions": ["notify"]}'`)],
    ['a document', sh(`${PUT} -d @- <<'A'\n{actions: []}\nA`), sh(`${PUT} -d @- <<'A'\n{"actions": []}\nA`)],
    ['a key without quotes in double ones', sh(`${PUT} -d "{actions: []}"`), sh(`${PUT} -d "{\\"actions\\": []}"`)],
    ['a comma where nothing is quoted', sh(`${PUT} -d {\\"actions\\":[],}`), sh(`${PUT} -d {\\"actions\\":[]}`)],
    [
      'a word where nothing is',
      sh(`${PUT} -d {\\"actions\\":[\\"Notify\\"]}`),
      sh(`${PUT} -d {\\"actions\\":[\\"Notify\\"]}`),
    ],
    ['a URL that is not closed', sh(`curl '${URL}\n  -i`), sh(`curl '${URL}\n  -i`)],
    ['quotes in quotes', sh(`${PUT} -d "{"actions": [],}"`), sh(`${PUT} -d "{"actions": [],}"`)],
  ]
  for (const [what, before, after] of rows) t.equal(fixed(before), after, what)
})
