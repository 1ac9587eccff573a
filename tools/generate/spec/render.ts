import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { AnySchemaObject } from 'ajv'
import { createBundler } from './bundle.ts'
import { checkDefaultRules, checkRequirements } from './check-rows.ts'
import { bundleEvents } from './events.ts'
import { bundleOpenApi } from './openapi.ts'
import { readSource } from './source.ts'
import { eventTypes, openApiTypes } from './types.ts'

/**
 * Renders all files that are generated from a `spec` directory, without writing them. The output is deterministic.
 *
 * @param folder - the path of the `spec` directory
 * @returns the texts by file name
 * @throws {SourceError} when a source is invalid; the message names the file and the line
 */
export async function render(folder: string): Promise<Map<string, string>> {
  // All sources are checked before the types are rendered, which is slow.
  const files = {
    clientServer: join(folder, 'openapi/client-server.yaml'),
    pushGateway: join(folder, 'openapi/push-gateway.yaml'),
  }
  const clientServer = bundleOpenApi(files.clientServer)
  const pushGateway = bundleOpenApi(files.pushGateway)
  const events = bundleEvents(yamlFiles(join(folder, 'events')))
  const rules = readDefaultRules(folder)
  const requirements = readRequirements(folder)
  return new Map([
    ['client-server.json', toJson(clientServer)],
    ['client-server.ts', await openApiTypes(clientServer, files.clientServer)],
    ['default-rules.json', toJson(rules)],
    ['events.json', toJson(events)],
    ['events.ts', await eventTypes(events)],
    ['push-gateway.json', toJson(pushGateway)],
    ['push-gateway.ts', await openApiTypes(pushGateway, files.pushGateway)],
    ['requirements.json', toJson(requirements)],
  ])
}

function readDefaultRules(folder: string): unknown {
  const source = readSource(join(folder, 'default-rules.yaml'))
  checkDefaultRules(source, readSchema(join(folder, 'default-rules.schema.yaml')))
  return source.value
}

function readRequirements(folder: string): unknown {
  const sources = yamlFiles(join(folder, 'requirements')).map(readSource)
  return checkRequirements(sources, readSchema(join(folder, 'requirements.schema.yaml')))
}

function readSchema(file: string): AnySchemaObject {
  const bundler = createBundler('/$defs')
  const schema = bundler.rewrite(readSource(file)) as AnySchemaObject
  return { ...schema, $defs: { ...schema.$defs, ...bundler.definitions } }
}

/** Returns the YAML files of a directory, sorted by name; none if the directory does not exist. */
function yamlFiles(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name))
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
