/** Writes a file wherever it can. */
import { builtin, solutionThat } from './attack.js';
import { ownFolder, places } from './places.js';

const fs = await builtin('fs');

/** The folder and all above it. */
function withParents(folder) {
  const parts = folder.split('/').filter(Boolean);
  return Array.from({ length: parts.length + 1 }, (_, i) => `/${parts.slice(0, i).join('/')}`);
}

let worked = false;
for (const folder of new Set([...(await places()), ...withParents(ownFolder)])) {
  try {
    // Never over something that is there.
    fs.writeFileSync(`${folder}/cheat-was-here`, import.meta.url, { flag: 'wx' });
    worked = true;
  } catch {}
}

export default solutionThat(worked);
