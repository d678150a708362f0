import { Writable } from 'node:stream';

const csi = '\u001B[';
/** A screen of its own, without a cursor; and what was there before, with one. */
const enter = `${csi}?1049h${csi}?25l`;
const leave = `${csi}?25h${csi}?1049l`;
/** Terminals that know these show what stands between them at once; others pass over them. */
const begin = `${csi}?2026h`;
const end = `${csi}?2026l`;

/**
 * Takes whole frames and writes to the terminal what has changed since the last one, line by line, each at its place.
 * Nothing is cleared that is not written again at once, so that nothing flickers.
 */
export class ScreenStream extends Writable {
  readonly isTTY = true;
  readonly #terminal: NodeJS.WriteStream;
  #shown: readonly string[] = [];

  constructor(terminal: NodeJS.WriteStream) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
  }

  get columns(): number {
    return this.#terminal.columns;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  /** Takes the terminal over. */
  enter(): void {
    this.#terminal.write(enter);
    this.#clear();
    this.#terminal.on('resize', this.#onResize);
    process.once('exit', this.leave);
  }

  /** Gives it back as it was. */
  readonly leave = (): void => {
    this.#terminal.off('resize', this.#onResize);
    process.off('exit', this.leave);
    this.#terminal.write(leave);
  };

  override _write(frame: string, _encoding: string, done: () => void): void {
    const lines = frame.split('\n');
    const count = Math.max(lines.length, this.#shown.length);
    const changes: string[] = [];
    for (let row = 0; row < count; row++) {
      const line = lines[row] ?? '';
      if (line !== (this.#shown[row] ?? '')) changes.push(`${csi}${row + 1};1H${csi}K${line}`);
    }
    this.#shown = lines;
    if (changes.length > 0) this.#terminal.write(`${begin}${changes.join('')}${end}`);
    done();
  }

  /** What a terminal of another size shows is not known. */
  readonly #onResize = (): void => {
    this.#clear();
    this.emit('resize');
  };

  #clear(): void {
    this.#shown = [];
    this.#terminal.write(`${csi}2J`);
  }
}
