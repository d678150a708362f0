import { it } from 'vitest';
import { expectPackagePasses, packageLimitMs, workspacePackage } from './package-tests.ts';

it('a package of a checkout, kernels in AssemblyScript, builds, has sound types and passes its tests', {
  timeout: packageLimitMs,
}, async () => {
  await expectPackagePasses(await workspacePackage('assemblyscript'));
});
