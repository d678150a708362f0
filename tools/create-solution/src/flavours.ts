import type { Words } from './fill.ts';

/** A package of a checkout, or one that stands alone and takes the arena from the registry. */
export type Flavour = 'workspace' | 'standalone';

interface FlavourInfo {
  /** How commands are called in the package's own folder. */
  readonly words: Words;
  /** The package manager, unless the user is known to use another one. */
  readonly manager: string;
  /** What to do after the install, in order. */
  steps(name: string): readonly string[];
}

/** What differs between them beside their files. */
export const flavours: Readonly<Record<Flavour, FlavourInfo>> = {
  workspace: {
    words: { run: 'pnpm', exec: 'pnpm' },
    manager: 'pnpm',
    steps: (name) => ['pnpm build', `pnpm arena check ${name}`, `pnpm arena bench ${name}`, 'pnpm bench'],
  },
  standalone: {
    words: { run: 'npm run', exec: 'npx' },
    manager: 'npm',
    steps: () => ['npm run build', 'npm test', 'npx arena bench .'],
  },
};
