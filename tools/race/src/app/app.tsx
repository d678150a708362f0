import { useCallback, useRef, useState } from 'preact/hooks';
import type { Embedded, EmbeddedSample } from '../embedded.ts';
import { type RaceFile, type RaceMatrix, reshaped } from '../race/race-file.ts';
import { Announcer } from './announcer.tsx';
import { Chooser, chooserId } from './chooser.tsx';
import { Entrants } from './entrants.tsx';
import { useFocusOnNewView } from './focus.ts';
import { messageOf, openFile, openSample } from './open-file.ts';
import { RaceView, raceId } from './race-view.tsx';
import { Source, useDroppedFile } from './source.tsx';
import { useRace } from './use-race.ts';

/** The whole page. */
export function App({ embedded }: { embedded: Embedded }) {
  const [file, setFile] = useState<RaceFile | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { race, start, stop, clear } = useRace(embedded, setProblem);
  const [reading, setReading] = useState<string | null>(null);
  const lastRead = useRef(0);

  /** What a file holds is raced at once where there is nothing to choose. Of several files the last one counts. */
  const read = useCallback(
    async (name: string, open: () => RaceFile | Promise<RaceFile>) => {
      clear();
      setFile(null);
      setProblem(null);
      setReading(name);
      const own = ++lastRead.current;
      const opened = await Promise.resolve()
        .then(open)
        .catch((error: unknown) => messageOf(error));
      if (own !== lastRead.current) return;
      setReading(null);
      if (typeof opened === 'string') {
        setProblem(opened);
        return;
      }
      setFile(opened);
      if (opened.matrices.length === 1 && opened.skipped.length === 0) start(opened.name, opened.matrices);
    },
    [clear, start],
  );
  const readFile = useCallback(
    (given: File) => void read(given.name, () => openFile(given, embedded.settings.maxFileBytes)),
    [read, embedded],
  );
  const readSample = (sample: EmbeddedSample): void => void read(sample.id, () => openSample(sample));
  const isOver = useDroppedFile(readFile);
  useFocusOnNewView(race !== null ? raceId : file !== null ? chooserId : null);

  const again = (matrices: readonly RaceMatrix[]): void => {
    if (file !== null) start(file.name, matrices);
  };
  const reshape = (cols: number): void => {
    setProblem(null);
    try {
      if (file !== null) again(file.matrices.map((one) => reshaped(one, cols)));
    } catch (error) {
      setProblem(messageOf(error));
    }
  };

  return (
    <>
      <header class="masthead">
        <h1>
          Matrix Arena <span>race</span>
        </h1>
      </header>
      <main>
        <Source
          isSmall={race !== null}
          isOver={isOver}
          samples={embedded.samples}
          onFile={readFile}
          onSample={readSample}
        />
        {problem !== null && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <Announcer reading={reading} race={race} />
        {race === null && file !== null && (
          <Chooser file={file} settings={embedded.settings} onStart={again} />
        )}
        {race === null && <Entrants solutions={embedded.solutions} />}
        {race !== null && (
          <RaceView
            race={race}
            settings={embedded.settings}
            onStop={stop}
            onAgain={file === null || file.matrices.length === 1 ? null : clear}
            onReshape={file?.isFlat ? reshape : null}
          />
        )}
      </main>
    </>
  );
}
