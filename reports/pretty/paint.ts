import { styleText } from 'node:util'

/** The few styles that the pretty report uses. */
export type Style = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold'

/** Puts a style on a text, or leaves it as it is where colour is not wanted. */
export type Paint = (style: Style, text: string) => string

/** Whether to colour is the caller's decision alone: the environment is not asked a second time. */
export function painter(color: boolean): Paint {
  return color ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text
}
