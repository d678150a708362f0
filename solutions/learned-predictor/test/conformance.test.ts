import { conformance } from '@matrix-arena/testkit';

conformance(new URL('..', import.meta.url), { constantCeilingBits: 0.07, activationsCeilingBits: 10.6 });
