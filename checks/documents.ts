import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

/** A text for people, somewhere in the repository. */
export interface Document {
  /** From the root, with `/` between its parts. */
  readonly path: string;
  readonly text: string;
}

/** The pages of the site, the two texts in the root, and those that lie beside packages and solutions. */
export function readDocuments(): Document[] {
  const beside = ['packages', 'solutions', 'tools'].flatMap((top) =>
    readdirSync(join(root, top)).flatMap((name) => [`${top}/${name}/README.md`, `${top}/${name}/spec.md`]),
  );
  const paths = [
    'README.md',
    'CONTRIBUTING.md',
    ...beside,
    'packages/corpus/samples/README.md',
    ...pages('docs'),
  ];
  return paths.flatMap((path) => {
    const text = readIfThere(path);
    return text === null ? [] : [{ path, text }];
  });
}

/** Pages below a folder; what typedoc makes of docstrings is none of them. */
function pages(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return /^docs\/(api|\..*)$/.test(path) ? [] : pages(path);
    return /^[^[].*\.md$/.test(entry.name) ? [path] : [];
  });
}

export function readDocument(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function readIfThere(path: string): string | null {
  try {
    return readDocument(path);
  } catch {
    return null;
  }
}
