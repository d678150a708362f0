import type { FuzzProgress } from './options.ts';
import { grouped } from './text.ts';

const lineEveryMs = 10_000;
const barCells = 24;

/** Shows how far a run is: a bar on a terminal, elsewhere a line every ten seconds. */
export interface ProgressDisplay {
  update(progress: FuzzProgress): void;
  /** Takes the bar away. */
  end(): void;
}

/** Writes to stderr, so that stdout holds results alone. */
export function progressDisplay(stream: NodeJS.WriteStream = process.stderr): ProgressDisplay {
  return stream.isTTY ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream): ProgressDisplay {
  return {
    update(progress) {
      const filled = Math.floor((barCells * progress.casesDone) / progress.casesWanted);
      const cells = '█'.repeat(filled) + '░'.repeat(barCells - filled);
      stream.write(`\r\x1b[K${progress.solution} ${cells} ${tell(progress)}`);
    },
    end: () => stream.write('\r\x1b[K'),
  };
}

function lines(stream: NodeJS.WriteStream): ProgressDisplay {
  let dueMs = lineEveryMs;
  return {
    update(progress) {
      if (progress.elapsedMs < dueMs) return;
      dueMs += lineEveryMs;
      stream.write(`${progress.solution}: ${tell(progress)}\n`);
    },
    end: () => {},
  };
}

function tell({ casesDone, casesWanted, failures, elapsedMs }: FuzzProgress): string {
  const perSecond = Math.round((1000 * casesDone) / elapsedMs);
  const seconds = Math.round(elapsedMs / 1000);
  const failed = failures === 0 ? '' : `, ${failures} failed`;
  return `${grouped(casesDone)} of ${grouped(casesWanted)} cases, ${grouped(perSecond)}/s, ${seconds} s${failed}`;
}
