/** Replaces every clock that JavaScript can see, so that no time passes. */
import { solutionThat } from './attack.js';
import { checkOfRow } from './codec.js';

const { process, performance, Date: RealDate } = globalThis;
const now = RealDate.now();
const bigNow = 1n;
const nothing = { user: 0, system: 0 };

class StandingDate extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [now] : given));
  }
  static now() {
    return now;
  }
}

function replace(object, key, value) {
  try {
    Object.defineProperty(object, key, { value, configurable: true, writable: true });
  } catch {}
}

const hrtime = (since) => (since === undefined ? [1, 0] : [0, 0]);
hrtime.bigint = () => bigNow;
// First in place, for whoever keeps the function object and looks up `bigint` when it calls.
replace(process?.hrtime, 'bigint', hrtime.bigint);
replace(process, 'hrtime', hrtime);
replace(process, 'cpuUsage', () => nothing);
replace(process, 'resourceUsage', () => ({ userCPUTime: 0, systemCPUTime: 0, maxRSS: 0 }));
replace(process, 'uptime', () => 1);
for (const holder of [performance, Object.getPrototypeOf(performance)]) {
  replace(holder, 'now', () => 1);
  replace(holder, 'timeOrigin', now);
  replace(holder, 'mark', () => ({ startTime: 1, duration: 0 }));
  replace(holder, 'measure', () => ({ startTime: 1, duration: 0 }));
  replace(holder, 'eventLoopUtilization', () => ({ idle: 1, active: 0, utilization: 0 }));
}
replace(RealDate, 'now', () => now);
replace(RealDate.prototype, 'getTime', () => now);
replace(globalThis, 'Date', StandingDate);
replace(globalThis, 'performance', { now: () => 1, timeOrigin: now });

const before = globalThis.performance.now();
checkOfRow([], 0, 0, 1e6);

export default solutionThat(globalThis.performance.now() === before);
