import { dirname, relative, resolve, sep } from 'node:path'
import { isRuleId, RULES, type RuleId, type RuleSeverity, SEVERITIES } from '../../check/index.ts'
import { didYouMean } from '../../common/did-you-mean.ts'
import { anyOf } from '../../common/text.ts'
import type { YamlValue } from '../../common/yaml-source.ts'
import { isSpecVersion, SPEC_VERSIONS, type SpecVersion } from '../../spec/index.ts'
import { readCheckSection } from '../options/config-file.ts'
import { compileGlob } from './glob.ts'

/** Settings in the key `check` of a configuration file. */
export interface CheckConfig {
  /** Reports whether a file in a folder is checked */
  includes(name: string): boolean
  /** Reports whether a file is not checked, however it was named */
  excludes(name: string): boolean
  /** Returns the version to check a file against, if the configuration gives one */
  versionOf(name: string): SpecVersion | undefined
  /** Severities of rules, instead of their own */
  rules: Partial<Record<RuleId, RuleSeverity>>
  /** Path of the file with known findings */
  baseline: string | undefined
}

const KEYS = ['include', 'exclude', 'rules', 'versions', 'baseline'] as const

/**
 * Reads the key `check` of a configuration file. Paths and patterns are relative to the file.
 *
 * @param named - name of the file; by default `plexor.yaml`, if it exists
 * @throws {UsageError} when the file cannot be used
 */
export function readCheckConfig(named: string | undefined): CheckConfig {
  const { fileName, section } = readCheckSection(named) ?? {}
  const folder = fileName === undefined ? '.' : dirname(fileName)
  const values = new Map(section?.entries(KEYS, 'a map of settings of "plexor check"'))
  const patterns = (key: 'include' | 'exclude') =>
    values
      .get(key)
      ?.itemsOrOne('a list of patterns')
      .map((item) => compileGlob(item.text('a pattern of paths'))) ?? []
  const [include, exclude] = [patterns('include'), patterns('exclude')]
  const versions = versionsIn(values.get('versions'))
  const baseline = values.get('baseline')?.text('the path of a file')
  const path = (name: string) => pathIn(folder, name)
  return {
    includes: (name) => include.length === 0 || include.some((matches) => matches(path(name))),
    excludes: (name) => exclude.some((matches) => matches(path(name))),
    versionOf: (name) => versions.findLast(([matches]) => matches(path(name)))?.[1],
    rules: rulesIn(values.get('rules')),
    baseline: baseline === undefined ? undefined : resolve(folder, baseline),
  }
}

/** Returns the path of a file relative to a folder, with slashes. */
function pathIn(folder: string, name: string): string {
  return relative(folder, name).split(sep).join('/')
}

type PathMatcher = ReturnType<typeof compileGlob>

function versionsIn(value: YamlValue | undefined): [matches: PathMatcher, version: SpecVersion][] {
  if (value === undefined) return []
  return Object.entries(value.object('a map of patterns with their versions')).map(([pattern, version]) => {
    if (typeof version === 'string' && isSpecVersion(version)) return [compileGlob(pattern), version]
    throw value.error(`a version such as ${SPEC_VERSIONS[0]} or v1.19, or draft, for "${pattern}"`, `"${version}"`)
  })
}

function rulesIn(value: YamlValue | undefined): CheckConfig['rules'] {
  if (value === undefined) return {}
  const entries = Object.entries(value.object('a map of rules with their severities')).map(([id, severity]) => {
    if (!isRuleId(id)) throw value.error('ids of rules', `"${id}"${didYouMean(id, Object.keys(RULES))}`)
    const found = [...SEVERITIES, 'off' as const].find(
      (one) => one === severity || (one === 'off' && severity === false),
    )
    if (found !== undefined) return [id, found]
    throw value.error(`one of ${anyOf([...SEVERITIES, 'off'])} for "${id}"`, `"${severity}"`)
  })
  return Object.fromEntries(entries)
}
