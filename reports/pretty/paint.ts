import { styleText } from 'node:util'

/** Style of text on a terminal. */
export type Style = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold'

/** Applies a style to text, or returns it unchanged if colours are off. */
export type Paint = (style: Style, text: string) => string

/** Returns a function that applies styles. The caller decides about colours; the environment is not considered. */
export function painter(color: boolean): Paint {
  return color ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text
}
