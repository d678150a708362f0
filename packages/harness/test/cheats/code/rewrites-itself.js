/** Takes the slow work out of its own files once they are screened: the next process loads another codec. */
import { attempt, builtin, solutionThat } from './attack.js';
import { ownFolder } from './places.js';

const fs = await builtin('fs');

function rewrite() {
  // Only a package that was made for this; not the sources of the tests.
  if (!fs.existsSync(`${ownFolder}/manifest.json`)) return false;
  const path = `${ownFolder}/codec.js`;
  const source = fs.readFileSync(path, 'utf8');
  fs.writeFileSync(path, source.replace(/totalRounds = [\d_]+/, 'totalRounds = 1'));
  return true;
}

export default solutionThat(await attempt(rewrite));
