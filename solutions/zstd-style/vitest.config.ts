import { withoutLong } from '../../vitest.base.ts';
import { longTests } from './vitest.long.config.ts';

export default withoutLong(longTests);
