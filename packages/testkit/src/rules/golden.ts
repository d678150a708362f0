import { goldenCommand, goldenDir, readGoldenFrames, readGoldenVersions } from '../golden/files.ts';
import { type Rule, violated } from './rule.ts';
import { assertSameBytes, assertSameMatrix } from './same.ts';

export const goldenRule: Rule = {
  id: 'golden-frames',
  title: 'stored frames of every format version decode, and those of this version are made again',
  async check(context) {
    const { formatVersion } = context.manifest;
    const versions = await readGoldenVersions(context.packageDir);
    const newest = versions.at(-1) ?? 0;
    if (newest > formatVersion) violated(`expected no frames of version ${newest}, got some`);
    if (newest < formatVersion) {
      violated(`expected frames in ${goldenDir(formatVersion)}, got none; write them with: ${goldenCommand}`);
    }
    // Those of older versions cannot be written again: nothing makes them any more.
    for (let version = 1; version < formatVersion; version++) {
      if (!versions.includes(version))
        violated(`expected frames in ${goldenDir(version)}, got none; restore them`);
    }
    const codec = await context.newCodec();
    for (const version of versions) {
      for (const { name, frame, matrix } of await readGoldenFrames(context.packageDir, version)) {
        context.step(`${goldenDir(version)}${name}.frame`);
        assertSameMatrix('stored frame', codec.decompress(frame), matrix);
        if (version === formatVersion) assertSameBytes('frame made now', codec.compress(matrix), frame);
      }
    }
  },
};
