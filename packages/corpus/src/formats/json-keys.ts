/**
 * The first key that occurs twice in one object of a JSON text, or undefined. `JSON.parse` keeps the last of them
 * without a word.
 *
 * Precondition: `JSON.parse` accepts the text, so that marks outside of strings are in order.
 */
export function firstDuplicateKey(json: string): string | undefined {
  // One set per open object, undefined for an open list.
  const open: (Set<string> | undefined)[] = [];
  for (let i = 0; i < json.length; i++) {
    const mark = json[i];
    if (mark === '{') open.push(new Set());
    else if (mark === '[') open.push(undefined);
    else if (mark === '}' || mark === ']') open.pop();
    else if (mark === '"') {
      const end = endOfString(json, i);
      if (isFollowedByColon(json, end)) {
        const key: string = JSON.parse(json.slice(i, end));
        const keys = open.at(-1);
        if (keys?.has(key)) return key;
        keys?.add(key);
      }
      i = end - 1;
    }
  }
  return undefined;
}

/** Where the string that starts at a quote ends, its closing quote included. */
function endOfString(json: string, start: number): number {
  let i = start + 1;
  while (json[i] !== '"') i += json[i] === '\\' ? 2 : 1;
  return i + 1;
}

function isFollowedByColon(json: string, position: number): boolean {
  let i = position;
  while (' \t\r\n'.includes(json[i])) i++;
  return json[i] === ':';
}
