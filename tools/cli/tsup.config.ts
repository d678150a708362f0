import { nodePackage } from '../../tsup.base.ts';

export default nodePackage({ main: 'src/main.ts' }, { dts: false });
