import { nodePackage } from '../../tsup.base.ts';

export default nodePackage(
  {
    main: 'src/main.ts',
    'rules-process': 'src/check/rules-process.ts',
    'serve-worker': 'src/serve/worker.ts',
  },
  { dts: false },
);
