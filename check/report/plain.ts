/** Characters that steer a terminal, reorder text or break lines. */
const UNSHOWABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Noncharacter_Code_Point}\ufeff]/gu

/** One line of text that is safe to show, with so many characters as before: what cannot be shown is a middle dot. */
export function plain(text: string): string {
  return text.replace(UNSHOWABLE, (character) => (character === '\t' ? ' ' : '·'))
}

/** `1 error`, `2 errors`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
