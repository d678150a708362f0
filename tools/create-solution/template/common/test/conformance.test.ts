import { conformance } from '@matrix-arena/testkit';

conformance(new URL('..', import.meta.url));
