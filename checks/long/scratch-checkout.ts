import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packageFolders } from '../compile.ts';
import { root } from '../documents.ts';
import { removedFiles, type TutorialStep } from '../tutorial.ts';

const arena = join(root, 'tools/cli/bin/arena.js');
const name = 'my-codec';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
}

/** A folder that passes for a checkout with one solution, made by `arena new`; its packages are links to those here. */
export class ScratchCheckout {
  readonly path = mkdtempSync(join(tmpdir(), 'matrix-arena-'));
  readonly solution = join(this.path, 'solutions', name);

  constructor() {
    for (const file of ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml'])
      cpSync(join(root, file), join(this.path, file));
    for (const link of ['tsup.base.ts', 'tsconfig.base.json', 'vitest.base.ts', 'node_modules', 'packages'])
      symlinkSync(join(root, link), join(this.path, link));
    mkdirSync(join(this.path, 'solutions'));
    this.arena('new', name, '--yes', '--author', 'Ada Lovelace');
    this.#linkDependencies();
  }

  /** Does what a step says: its files, then what it removes, then a build and frames of it. */
  apply(step: TutorialStep): void {
    for (const { path, text } of step.files) {
      mkdirSync(dirname(join(this.solution, path)), { recursive: true });
      writeFileSync(join(this.solution, path), text);
    }
    for (const path of removedFiles(step)) rmSync(join(this.solution, path), { recursive: true });
    this.#run(join(root, 'node_modules/tsup/dist/cli-default.js'));
    this.#run(join(root, 'packages/testkit/dist/write-golden.js'));
  }

  /** The solution's own tests, by vitest. */
  test(): void {
    this.#run(join(root, 'node_modules/vitest/vitest.mjs'), 'run');
  }

  /** Runs the built command in the checkout. */
  arena(...args: readonly string[]): Ended {
    try {
      const options = { cwd: this.path, encoding: 'utf8', stdio: 'pipe' } as const;
      return { code: 0, stdout: execFileSync(process.execPath, [arena, ...args], options) };
    } catch (error) {
      const { status, stdout, stderr } = error as { status: number | null; stdout: string; stderr: string };
      if (status === null || stdout === '') throw new Error(`arena ${args.join(' ')}: ${stderr}`);
      return { code: status, stdout };
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  #run(script: string, ...args: readonly string[]): void {
    execFileSync(process.execPath, [script, ...args], { cwd: this.solution, stdio: 'pipe' });
  }

  /** What an install would do, from packages that are here already. */
  #linkDependencies(): void {
    const text = readFileSync(join(this.solution, 'package.json'), 'utf8');
    const { dependencies, devDependencies }: Record<string, Record<string, string>> = JSON.parse(text);
    for (const dependency of Object.keys({ ...dependencies, ...devDependencies })) {
      const link = join(this.solution, 'node_modules', dependency);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(findPackage(dependency), link);
    }
  }
}

/** A package of the workspace, or a library that one of them has installed. */
function findPackage(wanted: string): string {
  const folders = packageFolders();
  const own = folders.find((folder) => {
    const { name }: { name: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return name === wanted;
  });
  const installed = folders.map((folder) => join(folder, 'node_modules', wanted)).find(existsSync);
  const found = own ?? installed;
  if (found === undefined)
    throw new Error(`${wanted}: expected a package of the workspace, or one that it uses`);
  return found;
}
