import { assertFrameParts, type FramePart } from '@matrix-arena/contract';

/** What an inspect module returned, if its parts can be shown and make up the frame; otherwise null. */
export function soundParts(parts: unknown, frameBytes: number): FramePart[] | null {
  try {
    return assertFrameParts(parts, frameBytes);
  } catch {
    return null;
  }
}
