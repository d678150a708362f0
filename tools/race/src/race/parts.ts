import { type FramePart, framePartPlanes } from '@matrix-arena/contract';

/** Shares of an entropy coder are rounded. */
const toleranceBits = 1e-6;

/** What an inspect module returned, if its parts can be shown and make up the frame; otherwise null. */
export function soundParts(parts: unknown, frameBytes: number): FramePart[] | null {
  if (!Array.isArray(parts)) return null;
  const sound = parts.filter(isPart).map(({ name, plane, bits }) => ({ name, plane, bits }));
  const sum = sound.reduce((total, { bits }) => total + bits, 0);
  return sound.length === parts.length && Math.abs(sum - 8 * frameBytes) <= toleranceBits ? sound : null;
}

function isPart(part: unknown): part is FramePart {
  const { name, plane, bits } = Object(part) as Record<string, unknown>;
  return (
    typeof name === 'string' &&
    framePartPlanes.some((one) => one === plane) &&
    typeof bits === 'number' &&
    Number.isFinite(bits) &&
    bits >= 0
  );
}
