/** A codec that is a proxy and answers to everything, so that whoever asks for more than two methods shows. */
import { solutionThat } from './attack.js';

const honest = solutionThat(true).create();
const anything = new Proxy(() => {}, {
  get: (_, key) => (key === 'then' || typeof key === 'symbol' ? undefined : anything),
  apply: () => anything,
});

export default {
  create: () => new Proxy({}, { get: (_, key) => honest[key] ?? anything[key], has: () => true }),
};
