/** Rewrites the code of the harness while it runs, with the debugger, so that it reports a thousandth of all times. */
import { attempt, solutionThat } from './attack.js';
import { openInspector } from './inspector.js';

async function edit() {
  const { session, post } = await openInspector();
  const scripts = [];
  session.on('Debugger.scriptParsed', ({ params }) => scripts.push(params));
  post('Debugger.enable');
  const own = new URL('.', import.meta.url).href;
  return scripts.filter(({ url }) => isSomebodys(url) && !url.startsWith(own)).filter(slowDown).length > 0;

  function slowDown({ scriptId }) {
    try {
      const { scriptSource } = post('Debugger.getScriptSource', { scriptId });
      const edited = scriptSource.replaceAll(/\b(elapsedMs = )([^;\n]+);/g, '$1($2) / 1000;');
      if (edited === scriptSource) return false;
      return post('Debugger.setScriptSource', { scriptId, scriptSource: edited }).status === 'Ok';
    } catch {
      return false;
    }
  }
}

const isSomebodys = (url) => url.startsWith('file:') || url.startsWith('/');

const worked = await attempt(edit);

export default solutionThat(worked);
