import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collects garbage now. V8 gives its `gc` to contexts made after the flag is set, without a restart of Node. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  // The first pass finalises, the second frees what that let go of.
  gc();
  gc();
}
