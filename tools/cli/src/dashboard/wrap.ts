/** A text of words in lines of at most so many characters; longer words are cut. */
export function wrapped(text: string, columns: number): string[] {
  const width = Math.max(8, columns);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((long) => pieces(long, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function pieces(word: string, width: number): string[] {
  const all: string[] = [];
  for (let start = 0; start < word.length; start += width) all.push(word.slice(start, start + width));
  return all.length === 0 ? [''] : all;
}
