/**
 * Returns the content of a message with mentions.
 *
 * @param mentions the value of `m.mentions`
 */
export function mentioning(mentions: Record<string, unknown>, body = 'a message'): Record<string, unknown> {
  return { msgtype: 'm.text', body, 'm.mentions': mentions }
}
