/** A block between fences. */
export interface FencedBlock {
  readonly language: string;
  /** What follows the language, such as `fragment`, without the title. */
  readonly marks: readonly string[];
  /** The text in brackets behind the language. */
  readonly title?: string;
  /** The heading of the second level that it lies under; empty before the first one. */
  readonly section: string;
  /** Number of its first line in the file, from 1. */
  readonly line: number;
  /** With a newline at the end of each line. */
  readonly text: string;
}

/** The fenced blocks of a Markdown text, in order. A block ends at a fence as long as the one that opened it. */
export function fencedBlocks(markdown: string): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: { fence: string; info: string; lines: string[]; line: number } | null = null;
  let section = '';
  for (const [index, line] of markdown.split('\n').entries()) {
    const [, fence, info] = /^(`{3,})(.*)$/.exec(line) ?? [];
    if (open !== null && line.trimEnd() === open.fence) {
      blocks.push(finished(open, section));
      open = null;
    } else if (open !== null) open.lines.push(line);
    else if (fence !== undefined) open = { fence, info, lines: [], line: index + 2 };
    else section = /^## (.+)$/.exec(line)?.[1] ?? section;
  }
  return blocks;
}

function finished(
  { info, lines, line }: { info: string; lines: string[]; line: number },
  section: string,
): FencedBlock {
  const [, title] = /\[(.+)\]/.exec(info) ?? [];
  const [language = '', ...marks] = info
    .replace(/\[.*\]/, '')
    .split(/\s+/)
    .filter(Boolean);
  const text = lines.map((one) => `${one}\n`).join('');
  return { language, marks, section, line, text, ...(title === undefined ? {} : { title }) };
}
