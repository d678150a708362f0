import { nodePackage } from '../../tsup.base.ts';

// Two entries: solutions import the words alone and stay small, tools import the schemas and zod with them.
export default nodePackage(
  { index: 'src/index.ts', schemas: 'src/schemas.ts' },
  { platform: 'neutral', external: ['zod'] },
);
