import { ArenaError } from './arena-error.ts';
import { type FramePart, framePartPlanes } from './frame-part.ts';

/** By how many bits the sum of the parts may be off, since shares of an entropy coder are rounded. */
const toleranceBits = 1e-6;
/** Names are shown in one line, on terminals too. */
const printable = /^[^\p{Cc}\p{Cf}]{1,60}$/u;

/**
 * Checks what an inspect module returned for a frame of so many bytes, and copies the fields that count.
 *
 * @throws ArenaError `bad-format` that names the first part that is wrong, or the sum
 */
export function assertFrameParts(parts: unknown, frameBytes: number): FramePart[] {
  if (!Array.isArray(parts)) throw wrongParts('parts of a frame', 'an array', typeName(parts));
  const seen = new Set<string>();
  const checked = parts.map((part: unknown): FramePart => {
    const { name, plane, bits } = (part ?? {}) as Partial<Record<keyof FramePart, unknown>>;
    if (typeof name !== 'string' || !printable.test(name))
      throw wrongParts('name of a part', '1 to 60 printable characters', asText(name));
    if (seen.has(name)) throw wrongParts('name of a part', 'each one once', `two of "${name}"`);
    seen.add(name);
    const known = framePartPlanes.find((one) => one === plane);
    if (known === undefined)
      throw wrongParts(`plane of "${name}"`, framePartPlanes.join(', '), String(plane));
    if (typeof bits !== 'number' || !Number.isFinite(bits) || bits < 0)
      throw wrongParts(`bits of "${name}"`, 'a finite number >= 0', String(bits));
    return { name, plane: known, bits };
  });
  const sum = checked.reduce((total, { bits }) => total + bits, 0);
  if (Math.abs(sum - 8 * frameBytes) > toleranceBits)
    throw wrongParts('sum of the bits of all parts', `${8 * frameBytes}`, `${sum}`);
  return checked;
}

function wrongParts(what: string, expected: string, got: string): ArenaError {
  return new ArenaError('bad-format', { what, expected, got, hint: 'correct the inspect module' });
}

function asText(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : typeName(value);
}

function typeName(value: unknown): string {
  return value === null ? 'null' : typeof value;
}
