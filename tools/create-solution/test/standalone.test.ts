import { it } from 'vitest';
import { expectPackagePasses, packageLimitMs, standalonePackage } from './package-tests.ts';

it('a package that stands alone, kernels in TypeScript, builds, has sound types and passes its tests', {
  timeout: packageLimitMs,
}, async () => {
  await expectPackagePasses(await standalonePackage('typescript'));
});
