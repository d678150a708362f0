/** The debugger, attached to the very thread that it runs in: what is hidden in closures lies open to it. */
import { builtin } from './attack.js';

/** Sends commands and gives their results at once; throws when there is no debugger. */
export async function openInspector() {
  const { Session } = await builtin('inspector');
  const session = new Session();
  session.connect();
  const post = (method, parameters) => {
    let answer;
    session.post(method, parameters, (error, result) => {
      answer = { error, result };
    });
    if (answer === undefined || answer.error) throw new Error(method);
    return answer.result;
  };
  return { session, post, ...reachOf(post) };
}

function reachOf(post) {
  const propertiesOf = (objectId) => post('Runtime.getProperties', { objectId, ownProperties: true });
  const evaluate = (expression) => post('Runtime.evaluate', { expression }).result;
  /** All variables that a function can see, the innermost scope first; the global one left out. */
  const variablesOf = (objectId) => {
    const { internalProperties = [] } = propertiesOf(objectId);
    const scopes = internalProperties.find(({ name }) => name === '[[Scopes]]');
    return propertiesOf(scopes.value.objectId)
      .result.filter(({ value }) => value?.objectId && value.description !== 'Global')
      .flatMap(({ value }) => propertiesOf(value.objectId).result);
  };
  /** Runs a function with the object as `this`. */
  const runOn = (objectId, code) =>
    post('Runtime.callFunctionOn', { objectId, functionDeclaration: String(code), returnByValue: true })
      .result.value;
  /** Every live object that inherits from a prototype, as an array. */
  const allOf = (prototype) =>
    post('Runtime.queryObjects', { prototypeObjectId: evaluate(prototype).objectId }).objects.objectId;
  return { propertiesOf, evaluate, variablesOf, runOn, allOf };
}
