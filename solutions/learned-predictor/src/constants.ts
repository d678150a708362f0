import manifest from '../manifest.json' with { type: 'json' };

/** The name in messages. */
export const codec = manifest.name;

// The format: a change to anything below changes the bytes. See spec.md.

export const { formatVersion } = manifest;
export const magic = 'MLP';

/**
 * A block holds as many whole rows as fit into this many values. It bounds the memory that either direction takes
 * beside the matrix.
 */
export const maxBlockValues = 2 ** 21;
/** Wider rows are not predicted: what is kept of columns would be larger than the block. */
export const maxWidth = 2 ** 16;

/** How a block is coded. The kernels know the last two, see assembly/block.ts. */
export const blockMode = { stored: 0, planes: 1, rows: 2 } as const;

/** A width shows in this much of a matrix: what assembly/width.ts looks at. */
export const maxSampleBytes = 2 ** 19;
