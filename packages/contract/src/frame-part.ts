/** What the bits of a part stand for: a field of all values, several of them, or what a decoder needs besides. */
export const framePartPlanes = ['sign', 'exponent', 'mantissa', 'mixed', 'overhead'] as const;
export type FramePartPlane = (typeof framePartPlanes)[number];

/** A part of a frame and how many of the frame's bits it takes. */
export interface FramePart {
  /** The solution's own word for it, such as `header` or `exponent tables`; unique in a frame. */
  readonly name: string;
  readonly plane: FramePartPlane;
  /** Whole bits, or the share of a part that an entropy coder mixes with others: `-log2 p`, summed up. */
  readonly bits: number;
}

/**
 * Takes a frame of the solution apart. It is the default export of the module that the manifest names as `inspect`:
 * for people who ask where the bits go, never loaded where anything is timed.
 *
 * @returns parts in the order of the frame; their bits add up to `8 · frame.length`
 * @throws CodecError as `decompress` does
 */
export type InspectFrame = (frame: Uint8Array) => readonly FramePart[] | Promise<readonly FramePart[]>;
