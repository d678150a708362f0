/** What failures of the same sort have in common: the message without its figures. */
export function sortOf(message: string): string {
  return message.replace(/\d+/g, '#');
}
