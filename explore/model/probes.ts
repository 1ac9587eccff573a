import { atLeast, type PushCondition, type SpecVersion } from '../../spec/index.ts'

/** Condition of a rule, and messages that it tells apart, as firmly as the specification says it. */
export interface Probe {
  /** First version in which there is no doubt about it */
  since: SpecVersion
  /** Pattern for the body, which content rules can have too; absent for other conditions */
  pattern?: string
  /** Condition on anything else; absent for a pattern */
  condition?: PushCondition
  /** Contents of messages that match it, or nearly do. None has a word, a name or an ID by accident. */
  contents: readonly Record<string, unknown>[]
  /** Type of the events; default: that of messages */
  type?: string
}

const bodies = (...texts: readonly string[]) => texts.map((body) => ({ body }))
const values = (...some: readonly unknown[]) => [...some.map((value) => ({ org_plexor: value })), {}]

const pattern = (text: string, ...texts: readonly string[]): Probe => ({
  since: 'v1.3',
  pattern: text,
  contents: bodies(...texts),
})

const matching = (
  key: string,
  text: string,
  contents: readonly Record<string, unknown>[],
  since: SpecVersion = 'v1.3',
): Probe => ({ since, condition: { kind: 'event_match', key, pattern: text }, contents })

const property = (
  kind: string,
  key: string,
  value: NonNullable<PushCondition['value']> | null,
  contents: readonly Record<string, unknown>[],
): Probe => ({
  since: 'v1.7',
  condition: { kind, key, value },
  contents,
})

/** Values that conditions on a property compare. */
const SIMILAR = values(true, 'true', 1, '1', null, 'null', 'h*y', 'happy')

/** Arrays that conditions on an element compare. */
const ARRAYS = values(
  ['sad', 'happy'],
  ['unhappy'],
  'happy',
  [['happy']],
  [{ mood: 'sad' }, 'happy'],
  [2, 1],
  ['1'],
  ['Happy'],
)

/** Every probe by its name. */
export const PROBES = {
  // Patterns for the body
  'a word': pattern(
    'saucer',
    'a Saucer please',
    'two saucers please',
    'my_saucer please',
    'saucer2 please',
    'tea-saucer please',
    'ésaucer please',
    'saucers beside a saucer',
    'first line\nsaucer\nlast line',
  ),
  'a word of another type': { ...pattern('doily', 'another doily please', 'doilies please'), type: 'org.plexor.note' },
  'a question mark': pattern('b?g', 'a big one please', 'a bg please', 'a blog please'),
  'an asterisk': pattern('b*n', 'a bin please', 'a bn please', 'beans and bacon', 'some bins', 'a big oven please'),
  'several words': pattern('cup and spoon', 'a cup and spoon please', 'a cup and spoons please', 'a spoon and cup'),
  brackets: pattern('k[ae]g', 'a keg please', 'a k[ae]g please'),
  'a full stop': pattern('j.g', 'a jug please', 'a j.g please'),
  'an open bracket': pattern('jar(', 'a jar( please', 'a jar please'),
  // Patterns for other values
  'a value': matching(
    'content.org_plexor',
    'h?p*y',
    values('happy', 'HAPPY', 'not happy', 'happy indeed', 5, ['happy']),
  ),
  'any value': matching('content.org_plexor', '*', values('happy', 5, true, {}, '')),
  'a value with a full stop': matching('content.org_plexor', 'very.happy', values('very.happy', 'very-happy')),
  'part of a type': matching('content.msgtype', 'emote', [{ msgtype: 'm.emote' }, { msgtype: 'emote' }]),
  'a type in capitals': matching('content.msgtype', 'M.EMOTE', [{ msgtype: 'm.emote' }, {}]),
  'another body': matching('content.org_body', 'doily', [{ org_body: 'a doily please' }, { org_body: 'doily' }]),
  'a nested value': matching('content.org_plexor.mood', 'happy', [
    { org_plexor: { mood: 'happy' } },
    { mood: 'happy' },
    { org_plexor: 'happy' },
  ]),
  'a length': matching('content.body.length', '*', [{}]),
  'a dotted name': matching(
    'content.org\\.plexor\\.mood',
    'happy',
    [{ 'org.plexor.mood': 'happy' }, { org: { plexor: { mood: 'happy' } } }],
    'v1.7',
  ),
  'a path': matching(
    'content.org.plexor.mood',
    'happy',
    [{ 'org.plexor.mood': 'happy' }, { org: { plexor: { mood: 'happy' } } }],
    'v1.7',
  ),
  'an escaped backslash': matching('content.a\\\\b', 'happy', [{ 'a\\b': 'happy' }, { 'a\\\\b': 'happy' }], 'v1.7'),
  'a backslash': matching('content.a\\b', 'happy', [{ 'a\\b': 'happy' }, { ab: 'happy' }], 'v1.7'),
  // Values of properties
  'the value true': property('event_property_is', 'content.org_plexor', true, SIMILAR),
  'the value 1': property('event_property_is', 'content.org_plexor', 1, SIMILAR),
  'the value null': property('event_property_is', 'content.org_plexor', null, SIMILAR),
  'a value with an asterisk': property('event_property_is', 'content.org_plexor', 'h*y', SIMILAR),
  'the element happy': property('event_property_contains', 'content.org_plexor', 'happy', ARRAYS),
  'the element 1': property('event_property_contains', 'content.org_plexor', 1, ARRAYS),
} as const satisfies Record<string, Probe>

/** Name of a probe. */
export type ProbeName = keyof typeof PROBES

/** Names of all probes. */
export const PROBE_NAMES = Object.keys(PROBES) as [ProbeName, ...ProbeName[]]

/** Returns a probe. */
export function probeNamed(name: ProbeName): Probe {
  return PROBES[name]
}

/** Returns the names of the probes that a version has, of those with a pattern for the body if only they can be used. */
export function probesFor(specVersion: SpecVersion, { patternsOnly }: { patternsOnly: boolean }): ProbeName[] {
  return PROBE_NAMES.filter((name) => {
    const { since, pattern: text } = probeNamed(name)
    return atLeast(specVersion, since) && (!patternsOnly || text !== undefined)
  })
}
