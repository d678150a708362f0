import type { PieceList } from '../embedded.ts';

/** A text of this length is worth looking for in other scripts: libraries carry their wasm as base64. */
const base64Text = /"[A-Za-z0-9+/]{4096,}={0,2}"/;

/** Texts that scripts are joined from, each kept once. */
export class PieceStore {
  readonly pieces: string[] = [];
  private readonly indexOf = new Map<string, number>();

  /** Adds a script. Its long base64 texts become pieces of their own, so that scripts share them. */
  add(script: string): PieceList {
    const list: number[] = [];
    let rest = script;
    for (let found = base64Text.exec(rest); found !== null; found = base64Text.exec(rest)) {
      const [text] = found;
      list.push(this.piece(rest.slice(0, found.index)), this.piece(text));
      rest = rest.slice(found.index + text.length);
    }
    return [...list, this.piece(rest)];
  }

  private piece(text: string): number {
    const known = this.indexOf.get(text);
    if (known !== undefined) return known;
    this.indexOf.set(text, this.pieces.length);
    return this.pieces.push(text) - 1;
  }
}
