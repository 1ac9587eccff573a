import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { isSpecVersion } from './versions.ts'

/** Keywords without effect on validation: an extension of Plexor, and the shared schemas of OpenAPI. */
const ANNOTATIONS = ['x-since', 'components']

/**
 * Creates a JSON Schema validator that is strict about schemas.
 *
 * In addition to the standard formats it has `spec-version`, a name in `SPEC_VERSIONS`.
 *
 * @param allErrors true to report every error of a value, which can take the square of its size; false to stop at the first
 */
export function createAjv({ allErrors = true }: { allErrors?: boolean } = {}): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors,
    verbose: true,
    strict: true,
    allowUnionTypes: true,
    // `required` may name properties that an `allOf` defines.
    strictRequired: false,
  })
  formats.default(ajv)
  ajv.addVocabulary(ANNOTATIONS)
  ajv.addFormat('spec-version', isSpecVersion)
  return ajv
}
