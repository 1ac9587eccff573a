/** The largest file that is checked, in bytes; the specification's own largest are a tenth of that. */
export const MAX_BYTES = 2 ** 21

/** The deepest nesting of JSON, YAML and Markdown that is looked into. */
export const MAX_DEPTH = 100

/** The longest part of Markdown without a place at which it can be parted, in characters. */
export const MAX_BLOCK = 2 ** 18

/** The longest YAML that is looked into, in characters; its trees take more memory than those of JSON. */
export const MAX_YAML = 2 ** 20

/** The longest command of a shell, and the longest URL, in characters. */
export const MAX_COMMAND = 2 ** 16
export const MAX_URL = 2 ** 13

/** The most comments of one file that silence findings. */
export const MAX_IGNORES = 1000

/** The most findings of one file that are told one by one. */
export const MAX_FINDINGS = 200

/** The most mistakes of one block of JSON that are told one by one. */
export const MAX_PER_BLOCK = 50

/** How many characters of examples of one OpenAPI document are held against schemas; references can lead to one often. */
export const MAX_EXAMPLES = 2 ** 22
