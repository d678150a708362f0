import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runConformance } from '../src/run/run-conformance.ts';
import { edit, overwrite, withFixture } from './assemble.ts';

const command = fileURLToPath(new URL('../dist/write-golden.js', import.meta.url));

async function verdict(packageDir: URL): Promise<string> {
  const [report] = await runConformance(packageDir, { seed: 1, only: ['golden-frames'] });
  return report.outcome === 'failed' ? report.message : report.outcome;
}

describe('the command that writes golden frames', () => {
  const run = (cwd: URL) => spawnSync(process.execPath, [command], { cwd, encoding: 'utf8' });

  it('writes those of a new format version beside the old ones, and the rule accepts both', async () => {
    await withFixture('no-golden', async (packageDir) => {
      const written = execFileSync(process.execPath, [command, fileURLToPath(packageDir)], {
        encoding: 'utf8',
      });
      const paths = written.trimEnd().split('\n');
      expect(paths).toHaveLength(11);
      expect(paths[2]).toBe('test/golden/v2/activations-8x32.frame');
      expect(readdirSync(new URL('test/golden/v2/', packageDir))).toHaveLength(22);
      expect(await verdict(packageDir)).toBe('passed');
    });
  });

  it('never overwrites', async () => {
    await withFixture('sound', async (packageDir) => {
      const { status, stderr } = run(packageDir);
      expect(status).toBe(1);
      expect(stderr).toBe(
        'test/golden/v1/: raise formatVersion in manifest.json if the bytes of a frame changed; stored frames stay\n',
      );
    });
  });

  it('starts again where it was stopped', async () => {
    await withFixture('no-golden', async (packageDir) => {
      mkdirSync(new URL('test/golden/v2.new/', packageDir));
      overwrite(packageDir, 'test/golden/v2.new/half.frame', 'half');
      expect(run(packageDir)).toMatchObject({ status: 0, stderr: '' });
      expect(readdirSync(new URL('test/golden/', packageDir)).sort()).toEqual(['v1', 'v2']);
      expect(readdirSync(new URL('test/golden/v2/', packageDir))).toHaveLength(22);
    });
  });

  it.for<[string, string, string]>([
    [
      'throws',
      'compress() { throw new RangeError("no luck"); }',
      'activations-0x5: expected a codec that gives every matrix back, got no luck; run the conformance tests first\n',
    ],
    [
      'gives another matrix',
      'decompress: (frame) => ({ ...decompress(frame), bytes: new Uint8Array(2), rows: 1, cols: 1 })',
      'activations-0x5: expected a codec that gives every matrix back, ' +
        'got another matrix: expected shape 0x5, got 1x1; run the conformance tests first\n',
    ],
  ])('tells in one line of a codec that %s, and writes nothing', async ([, part, stderr]) => {
    await withFixture('no-golden', async (packageDir) => {
      overwrite(
        packageDir,
        'index.js',
        `import { soundCodec } from './codec.js';
         import { solution } from './solution.js';
         const { compress, decompress } = soundCodec();
         export default solution(() => ({ compress, decompress, ${part} }));`,
      );
      expect(run(packageDir)).toMatchObject({ status: 1, stdout: '', stderr });
      expect(readdirSync(new URL('test/golden/', packageDir))).toEqual(['v1']);
    });
  });
});

describe('the rule about golden frames', () => {
  it.for<[string, (packageDir: URL) => void, string]>([
    [
      'a frame without its matrix',
      (packageDir) => rmSync(new URL('test/golden/v1/ramp-3x257.bin', packageDir)),
      'ramp-3x257.bin: restore the matrix of the frame [seed 1]',
    ],
    [
      'a frame whose name tells no shape',
      (packageDir) => overwrite(packageDir, 'test/golden/v1/ramp.frame', ''),
      'ramp.frame: name it like ramp-2x8.frame [seed 1]',
    ],
    [
      'a later version than the manifest knows',
      (packageDir) =>
        cpSync(new URL('test/golden/v1/', packageDir), new URL('test/golden/v3/', packageDir), {
          recursive: true,
        }),
      'expected no frames of version 3, got some [seed 1]',
    ],
    [
      'an older version whose frames are gone',
      (packageDir) => {
        edit(packageDir, 'manifest.json', (text) => text.replace('"formatVersion": 1', '"formatVersion": 2'));
        renameSync(new URL('test/golden/v1', packageDir), new URL('test/golden/v2', packageDir));
      },
      'expected frames in test/golden/v1/, got none; restore them [seed 1]',
    ],
    [
      'a changed matrix',
      (packageDir) => overwrite(packageDir, 'test/golden/v1/activations-1x1.bin', '!!'),
      'test/golden/v1/activations-1x1.frame: stored frame: expected byte 0 to be 0x21, got 0x87 [seed 1]',
    ],
  ])('notices %s', async ([, change, message]) => {
    await withFixture('sound', async (packageDir) => {
      change(packageDir);
      expect(await verdict(packageDir)).toBe(message);
    });
  });
});
