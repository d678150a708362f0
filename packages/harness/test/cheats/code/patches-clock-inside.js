/** Stops the clock below `process.hrtime`, inside Node: a function that was kept before stands still, too. */
import { attempt, solutionThat } from './attack.js';
import { checkOfRow } from './codec.js';
import { openInspector } from './inspector.js';

const kept = globalThis.process?.hrtime.bigint.bind(globalThis.process.hrtime);

/** Both clocks ask a binding object that is looked up with every call. */
async function stop() {
  const { evaluate, variablesOf, runOn } = await openInspector();
  for (const clock of ['process.hrtime.bigint', 'performance.now', 'process.cpuUsage']) {
    for (const { name, value } of variablesOf(evaluate(clock).objectId)) {
      if (name !== 'binding' && name !== 'internalBinding') continue;
      try {
        runOn(value.objectId, stopBelow);
      } catch {}
    }
  }
  const before = kept();
  checkOfRow([], 0, 0, 1e6);
  return kept() === before;
}

/** Runs with Node's own `internalBinding`, or one of its bindings, as `this`. */
function stopBelow() {
  const bindings = [this];
  if (typeof this === 'function') bindings.push(this('process_methods'), this('performance'));
  for (const binding of bindings) {
    if (typeof binding.hrtimeBigInt === 'function') binding.hrtimeBigInt = () => {};
    if (typeof binding.hrtime === 'function') binding.hrtime = () => {};
    if (typeof binding.now === 'function') binding.now = () => 1;
  }
}

export default solutionThat(await attempt(stop));
