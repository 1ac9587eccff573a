import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { isSpecVersion } from './versions.ts'

/** Words that restrict no value: ours, and OpenAPI's name for what schemas of a document share. */
const ANNOTATIONS = ['x-since', 'components']

/**
 * A JSON Schema validator as all of spec/ needs it: strict about the schemas, and reporting every error of a value.
 *
 * Beside the usual formats it knows `profile`, the name of a version.
 */
export function createAjv(): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    allowUnionTypes: true,
    // `required` may stand beside an `allOf` that brings the properties.
    strictRequired: false,
  })
  formats.default(ajv)
  ajv.addVocabulary(ANNOTATIONS)
  ajv.addFormat('spec-version', isSpecVersion)
  return ajv
}
