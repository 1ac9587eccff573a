/** Control characters, and characters that reorder text or break lines. */
const UNSHOWABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Noncharacter_Code_Point}\ufeff]/gu

/** Makes text safe to print on one line, with the same length: unprintable characters become middle dots. */
export function plain(text: string): string {
  return text.replace(UNSHOWABLE, (character) => (character === '\t' ? ' ' : '·'))
}
