import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What a check uses of TypeScript. */
export interface TypeScript {
  preProcessFile(
    text: string,
    readImports: boolean,
    detectJavaScript: boolean,
  ): { readonly importedFiles: readonly { readonly fileName: string; readonly pos: number }[] };
}

/** The compiler's command and library that a package would use; null when it finds none. */
export function findTypeScript(
  folder: string,
): { readonly compilerPath: string; readonly load: () => TypeScript } | null {
  const require = createRequire(join(folder, 'package.json'));
  try {
    const compilerPath = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
    return { compilerPath, load: () => require('typescript') as TypeScript };
  } catch {
    return null;
  }
}
