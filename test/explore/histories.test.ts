import t from 'tap'
import { drawHistory } from '../../explore/draw-history.ts'
import { type History, STEP_NAMES } from '../../explore/history.ts'
import { shrink } from '../../explore/shrink.ts'
import { readHistories } from '../../explore/story/saved-histories.ts'
import { possibleSteps, renumbered, storyOf } from '../../explore/story/story.ts'
import { RELEASED_VERSIONS } from '../../spec/index.ts'

// Histories as data: drawn, made shorter, written and read.

const draw = (seed: number, specVersion = RELEASED_VERSIONS.at(-1) ?? 'v1.19') =>
  drawHistory({ seed, specVersion, length: 24 })

t.test('the same seed draws the same history, and another one another', async (t) => {
  t.strictSame(draw(7), draw(7))
  t.notSame(draw(7), draw(8))
})

t.test('every step of a drawn history is possible, at every version', async (t) => {
  for (const specVersion of RELEASED_VERSIONS) {
    const history = draw(11, specVersion)
    t.equal(history.length, 24)
    t.strictSame(possibleSteps(history, specVersion), history, specVersion)
  }
})

t.test('every kind of steps is drawn, and kinds can be chosen', async (t) => {
  const drawn = Array.from({ length: 120 }, (_, seed) => draw(seed)).flat()
  t.strictSame(new Set(drawn.map((step) => step.do)), new Set(STEP_NAMES))
  const only = drawHistory({ seed: 3, specVersion: 'v1.19', length: 20, only: new Set(['send', 'read']) })
  t.strictSame(new Set(only.map((step) => step.do)), new Set(['create-room', 'set-pusher', 'send', 'read']))
})

t.test('traits that are avoided are not drawn', async (t) => {
  const history = drawHistory({ seed: 3, specVersion: 'v1.19', length: 30, avoid: new Set(['send plain']) })
  t.notOk(history.some((step) => step.do === 'send' && step.message.kind === 'plain'))
})

t.test('most waits for news are followed by what the waiting user has to learn', async (t) => {
  const histories = Array.from({ length: 40 }, (_, seed) => draw(seed))
  const pairs = histories.flatMap((steps) => steps.slice(1).map((step, index) => [steps[index], step] as const))
  const waits = pairs.filter(([before]) => before?.do === 'wait-for-news')
  const ended = waits.filter(([before, step]) =>
    JSON.stringify(step).includes(`"user":"${(before as { user: string }).user}"`),
  )
  t.ok(ended.length > waits.length / 2, `${ended.length} of ${waits.length}`)
})

t.test('any part of a history is a history: steps that are not possible are left out', async (t) => {
  const history = draw(5).filter((step) => step.do !== 'create-room')
  t.ok(possibleSteps(history, 'v1.19').every((step) => !['send', 'read', 'invite'].includes(step.do)))
})

t.test('a user who is banned cannot be invited before that ends', async (t) => {
  const about = { room: 'room 1', by: 'alice', user: 'bob' } as const
  const history: History = [
    { do: 'create-room', room: 'room 1', by: 'alice', members: ['bob'] },
    { do: 'ban', ...about },
    { do: 'invite', ...about },
    { do: 'unban', ...about },
    { do: 'invite', ...about },
  ]
  t.strictSame(
    possibleSteps(history, 'v1.19').map((step) => step.do),
    ['create-room', 'ban', 'unban', 'invite'],
  )
})

t.test('a history is made as short and simple as it can be', async (t) => {
  const history = Array.from({ length: 40 }, (_, seed) => draw(seed)).find((one) => one.filter(isReceipt).length > 2)
  const shortest = await shrink(history ?? [], {
    specVersion: 'v1.19',
    jobs: 3,
    isOver: () => false,
    shows: async (candidate) => possibleSteps(candidate, 'v1.19').some(isReceipt),
  })
  t.strictSame(
    shortest.map((step) => step.do),
    ['create-room', 'send', 'read'],
  )
  t.match(storyOf(renumbered(shortest), 'v1.19').at(-1), /^3\. \w+ sends a receipt for m1 in room 1$/)
})

function isReceipt(step: History[number]): boolean {
  return step.do === 'read'
}

t.test('a search for a shorter history ends when its time is over', async (t) => {
  const history = draw(9)
  const shows = async () => true
  t.strictSame(await shrink(history, { specVersion: 'v1.19', jobs: 1, isOver: () => true, shows }), history)
})

const saved = (histories: unknown) => JSON.stringify({ schema: 1, specVersion: 'v1.19', histories })

t.test('histories are read as they were written', async (t) => {
  const steps = draw(4)
  const read = readHistories(saved([{ finding: 'explore/counts.x', steps }]), '"h.json"')
  t.strictSame(read.histories, [{ finding: 'explore/counts.x', steps }])
})

const BAD_FILES: { text: string; message: RegExp }[] = [
  { text: 'no', message: /^Cannot read "h\.json": expected JSON, found / },
  { text: '[]', message: /^Cannot use "h\.json": expected a file that --save wrote, with "schema": 1, found \[\]$/ },
  {
    text: '{"schema":1,"specVersion":"v0","histories":[]}',
    message: /expected a version as "specVersion", found "v0"$/,
  },
  { text: saved([]), message: /expected a list of "histories", found \[\]$/ },
  { text: saved([{}]), message: /^Cannot use history 1 in "h\.json": expected a list of "steps", found \{\}$/ },
  {
    text: saved([{ steps: [{ do: 'join', room: 'room 9', user: 'alice' }] }]),
    message: /^Cannot use step 1 of history 1 in "h\.json": expected a step with all its fields, found /,
  },
]

for (const { text, message } of BAD_FILES) {
  t.test(`a file is refused: ${text.slice(0, 40)}`, async (t) => {
    t.throws(() => readHistories(text, '"h.json"'), { name: 'UsageError', message })
  })
}
