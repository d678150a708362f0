import { fencedBlocks } from './markdown.ts';

export interface TutorialFile {
  /** Relative to the solution's folder. */
  readonly path: string;
  readonly text: string;
}

/** A section of the tutorial in which the reader does something. */
export interface TutorialStep {
  readonly title: string;
  /** Files in full, to be written before the commands are run. */
  readonly files: readonly TutorialFile[];
  /** Lines for a shell in the root of the checkout. */
  readonly commands: readonly string[];
}

/**
 * Reads the steps of a tutorial: sections of the second level. A block whose language is followed by a path in brackets,
 * such as `ts [src/codec.ts]`, is a file; the lines of `sh` blocks are commands, without their comments.
 */
export function readTutorial(markdown: string): TutorialStep[] {
  const blocks = fencedBlocks(markdown);
  const titles = [...new Set(blocks.map(({ section }) => section))];
  return titles
    .map((title) => {
      const own = blocks.filter(({ section }) => section === title);
      return {
        title,
        files: own.flatMap(({ title: path, text }) => (path === undefined ? [] : [{ path, text }])),
        commands: own.filter(({ language }) => language === 'sh').flatMap(({ text }) => commandLines(text)),
      };
    })
    .filter(({ files, commands }) => files.length + commands.length > 0);
}

/** Files and folders of the solution that a step's `rm` commands name. */
export function removedFiles({ commands }: TutorialStep): string[] {
  return commands
    .filter((line) => line.startsWith('rm '))
    .flatMap((line) => line.split(' '))
    .flatMap((word) => /^solutions\/[^/]+\/(.+)$/.exec(word)?.[1] ?? []);
}

/** The commands of a shell block, without comments and empty lines. */
export function commandLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}
