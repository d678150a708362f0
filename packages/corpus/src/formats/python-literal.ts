import { ArenaError } from '@matrix-arena/contract';

export type PythonLiteral = string | number | boolean | null | readonly PythonLiteral[];

/** Strings without escapes, the three constants, whole numbers (Python 2 wrote an L behind them), marks. */
const token = /\s*(?:('[^'\\\n]*'|"[^"\\\n]*")|(True|False|None)\b|(-?\d+)L?\b|([{}()[\],:]))/y;
const constants: Readonly<Record<string, boolean | null>> = { True: true, False: false, None: null };
/** A header of nested lists must not exhaust the stack. */
const maxDepth = 16;

/**
 * Reads a Python dictionary with string keys, as numpy writes it into the header of a `.npy` file. Reads literals
 * only and runs nothing.
 *
 * @throws ArenaError `bad-format` that tells the position, counted from the start of the text
 */
export function parsePythonDict(text: string, what: string): Map<string, PythonLiteral> {
  return new LiteralParser(text, what).dict();
}

class LiteralParser {
  private position = 0;

  constructor(
    private readonly text: string,
    private readonly what: string,
  ) {}

  dict(): Map<string, PythonLiteral> {
    const entries = new Map<string, PythonLiteral>();
    this.expect('{');
    while (!this.accept('}')) {
      const key = this.value(0);
      if (typeof key !== 'string') return this.fail('a string as key', String(key));
      if (entries.has(key)) return this.fail('each key once', `two of '${key}'`);
      this.expect(':');
      entries.set(key, this.value(0));
      if (this.accept(',')) continue;
      this.expect('}');
      break;
    }
    const rest = this.text.slice(this.position).trim();
    if (rest !== '') this.fail('nothing after the dictionary', JSON.stringify(rest.slice(0, 20)));
    return entries;
  }

  private value(depth: number): PythonLiteral {
    if (depth > maxDepth) return this.fail(`at most ${maxDepth} levels`, 'more');
    if (this.accept('(')) return this.sequence(')', depth);
    if (this.accept('[')) return this.sequence(']', depth);
    const [, quoted, constant, digits] = this.next() ?? [];
    if (quoted !== undefined) return quoted.slice(1, -1);
    if (constant !== undefined) return constants[constant];
    if (digits !== undefined) return Number(digits);
    return this.fail('a value', this.rest());
  }

  /** `(4)` is the number 4, `(4,)` is a tuple. */
  private sequence(close: string, depth: number): PythonLiteral {
    const items: PythonLiteral[] = [];
    while (!this.accept(close)) {
      items.push(this.value(depth + 1));
      if (this.accept(',')) continue;
      this.expect(close);
      return close === ')' && items.length === 1 ? items[0] : items;
    }
    return items;
  }

  private next(): RegExpExecArray | undefined {
    token.lastIndex = this.position;
    const match = token.exec(this.text);
    if (match !== null) this.position = token.lastIndex;
    return match ?? undefined;
  }

  private accept(mark: string): boolean {
    const before = this.position;
    if (this.next()?.[4] === mark) return true;
    this.position = before;
    return false;
  }

  private expect(mark: string): void {
    if (!this.accept(mark)) this.fail(`'${mark}'`, this.rest());
  }

  private rest(): string {
    const rest = this.text.slice(this.position, this.position + 20);
    return rest.trim() === '' ? 'the end' : JSON.stringify(rest);
  }

  private fail(expected: string, got: string): never {
    throw new ArenaError('bad-format', {
      what: `${this.what} header at ${this.position}`,
      expected,
      got,
      hint: 'write the file again with numpy.save',
    });
  }
}
