import { count } from '@matrix-arena/page/app';
import type { EmbeddedSolution } from '../embedded.ts';

/** Who waits for a matrix. */
export function Entrants({ solutions }: { solutions: readonly EmbeddedSolution[] }) {
  return (
    <section aria-labelledby="entrants">
      <h2 id="entrants">At the start</h2>
      <dl class="facts entrants">
        {solutions.map(({ name, version, description, codeBytes }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {description}{' '}
              <span class="quiet">
                version {version}, {count(codeBytes)} bytes of code
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
