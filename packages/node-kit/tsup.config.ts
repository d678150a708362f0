import { nodePackage } from '../../tsup.base.ts';

export default nodePackage({ index: 'src/index.ts' });
