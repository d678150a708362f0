const longestMessage = 500;

/**
 * What a solution says, fit for a terminal and a result: no control characters, none that change the direction of
 * text, and not too long.
 */
export function readable(message: string): string {
  const start = message.slice(0, longestMessage).replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd');
  return message.length > longestMessage ? `${start}…` : start;
}
