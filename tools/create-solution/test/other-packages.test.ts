import { it } from 'vitest';
import { expectPackagePasses, packageLimitMs, standalonePackage, workspacePackage } from './package-tests.ts';

it('a package that stands alone passes with kernels in AssemblyScript', {
  timeout: packageLimitMs,
}, async () => {
  await expectPackagePasses(await standalonePackage('assemblyscript'));
});

it('a package of a checkout passes with kernels in TypeScript', { timeout: packageLimitMs }, async () => {
  await expectPackagePasses(await workspacePackage('typescript'));
});
