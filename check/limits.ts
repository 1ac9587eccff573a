/** Maximum size of a checked file, in bytes: about ten times the largest file of the specification. */
export const MAX_BYTES = 2 ** 21

/** Maximum nesting depth of JSON, YAML and Markdown that is checked. */
export const MAX_DEPTH = 100

/** Maximum length of Markdown without a place to split it, in characters. */
export const MAX_BLOCK = 2 ** 18

/** Maximum length of YAML that is checked, in characters; its trees take more memory than those of JSON. */
export const MAX_YAML = 2 ** 20

/** Maximum length of a shell command, in characters. */
export const MAX_COMMAND = 2 ** 16

/** Maximum length of a URL, in characters. */
export const MAX_URL = 2 ** 13

/** Maximum number of comments that silence findings in one file. */
export const MAX_IGNORES = 1000

/** Maximum number of findings that are listed for one file. */
export const MAX_FINDINGS = 200

/** Maximum number of syntax problems that are listed for one block of JSON or YAML. */
export const MAX_PER_BLOCK = 50

/**
 * Maximum number of characters of examples that are validated in one OpenAPI document. References can lead to the same
 * example many times.
 */
export const MAX_EXAMPLES = 2 ** 22
