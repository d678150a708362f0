import { expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import * as words from '../src/index.ts';
import * as schemas from '../src/schemas.ts';

it('a change of the public names shows here', () => {
  expect(Object.keys(words)).toMatchInlineSnapshot(`
    [
      "ArenaError",
      "isArenaError",
      "defineSolution",
      "CodecError",
      "codecErrorKinds",
      "isCodecError",
      "framePartPlanes",
      "assertFrameParts",
      "FrameReader",
      "limits",
      "maxFrameBytes",
      "assertDeclaredShape",
      "assertMatrix",
      "bytesPerValue",
      "elementCount",
      "matrixChecksum",
      "bitsPerValue",
      "compressedFraction",
      "ratio",
      "throughput",
      "xxh32",
    ]
  `);
  expect(Object.keys(schemas)).toMatchInlineSnapshot(`
    [
      "assertFrameParts",
      "manifestSchema",
      "parseManifest",
      "parseResult",
      "resultSchema",
      "resultSchemaVersion",
      "trialFailureKinds",
    ]
  `);
});

it('depends on zod alone, in an exact version', () => {
  expect(packageJson.dependencies).toEqual({ zod: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
});
