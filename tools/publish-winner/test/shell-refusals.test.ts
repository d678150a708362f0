import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { xxh32 } from '@matrix-arena/contract';
import { describe, expect, it } from 'vitest';
import { writeBlockHeader } from '../src/runtime/block-header.ts';
import { PackedFileWriter } from '../src/shell/packed-file.ts';
import { cli, setUpShellFiles, values } from './shell-files.ts';

const { folder, run, read, leftovers } = setUpShellFiles();

describe('what makes no sense', () => {
  const cut = (name: string, length: number): Uint8Array => read(name).subarray(0, length);

  it.each<[string, readonly string[], number, RegExp]>([
    ['no command', [], 2, /command: expected pack, unpack, info, bench, got none/],
    ['an unknown command', ['squeeze', 'x'], 2, /got squeeze; see matrix-codec --help/],
    ['an unknown option', ['pack', '--fast', 'x.bf16'], 2, /Unknown option '--fast'/],
    ['an option of another command', ['info', 'x.bf16', '--force'], 2, /--force: expected an option of info/],
    ['no file', ['pack'], 2, /pack: expected one file, got 0/],
    [
      'an unknown level',
      ['pack', 'x.bf16', '--level', 'fast'],
      2,
      /--level: expected store or best, got fast/,
    ],
    [
      'an unknown kind',
      ['pack', 'x.bf16', '--as', 'zip'],
      2,
      /--as: expected bf16, npy, safetensors, raw, got zip/,
    ],
    ['cols that are no number', ['pack', 'x.bf16', '--cols', 'x'], 2, /--cols: expected a whole number > 0/],
    ['a stream of an unknown kind', ['pack', '-'], 2, /say what it is with --as/],
    ['a name that tells nothing', ['unpack', 'x.bf16'], 2, /pass -o/],
    ['a file that is not there', ['pack', 'none.bf16'], 1, /none\.bf16: it is not there; check the path/],
    ['a folder', ['pack', '.', '--raw'], 1, /it is a folder and no file/],
    [
      'a file of another sort',
      ['pack', 'notes.txt'],
      1,
      /expected \.bf16, \.npy or \.safetensors, got \.txt; pass --raw/,
    ],
    ['other items', ['pack', 'floats.npy'], 1, /items of type <V2, .* got <f4; pass --raw/],
    ['a width that does not fit', ['pack', 'x.bf16', '--cols', '100'], 1, /whole rows of 100/],
    [
      'a place that is not there',
      ['pack', 'x.bf16', '-o', 'none/x'],
      1,
      /^matrix-codec: none\/x: it is not there/,
    ],
    [
      'a name that the system refuses',
      ['pack', 'x.bf16', '-o', 'n'.repeat(300)],
      1,
      /^matrix-codec: n+: ENAMETOOLONG; check the path or choose another\n/,
    ],
    [
      'a file that was not packed',
      ['unpack', 'x.bf16', '-o', 'y'],
      1,
      /a packed file, which starts with MXAC or MXAP/,
    ],
  ])('%s gets one line and an exit code', (_, args, status, message) => {
    const result = run(args, new Uint8Array(10));
    expect([result.status, result.output]).toEqual([status, '']);
    expect(result.errors).toMatch(message);
    expect(result.errors).toMatch(/^matrix-codec: [^\n]+\n$/);
    expect(leftovers()).toEqual([]);
  });

  it('a file that is there is not overwritten unless told', () => {
    writeFileSync(join(folder(), 'mine'), 'mine');
    expect(run(['pack', 'x.bf16', '-o', 'mine'])).toMatchObject({
      status: 1,
      errors: expect.stringMatching(/--force/),
    });
    expect(read('mine').toString()).toBe('mine');
    expect(run(['pack', 'x.bf16', '-o', 'mine', '--force'])).toMatchObject({ status: 0 });
    expect(read('mine').length).toBeGreaterThan(1000);
  });

  it('a head that is longer than its format allows is refused before all of it is held', () => {
    writeFileSync(join(folder(), 'long.npy.mxc'), packedHead(new Uint8Array(2 ** 22)));
    const { status, errors } = run(['info', 'long.npy.mxc']);
    expect([status, errors]).toEqual([
      1,
      'matrix-codec: @matrix-arena/codec: bytes of the first section: expected at most 65548 for npy, got 4194304\n',
    ]);
  });

  it.each(['v.npy', 'model.safetensors', 'x.bf16'])(
    '%s cut short or too long is refused, packed or not',
    (name) => {
      run(['pack', name, '-o', 'whole.mxc', '--force']);
      const { length } = read('whole.mxc');
      for (const bytes of [3, 100, length - 1].map((count) => cut('whole.mxc', count))) {
        writeFileSync(join(folder(), 'cut.mxc'), bytes);
        const { status, errors } = run(['unpack', 'cut.mxc', '-o', 'cut']);
        expect([status, errors]).toEqual([
          1,
          expect.stringMatching(/^matrix-codec: [^\n]+(fetch it again|has written)\n$/),
        ]);
        expect(readdirSync(folder()).filter((one) => one === 'cut' || one.endsWith('.part'))).toEqual([]);
      }
      writeFileSync(join(folder(), `cut-${name}`), cut(name, read(name).length - 1));
      expect(run(['pack', `cut-${name}`])).toMatchObject({ status: 1 });
      const longer = Buffer.concat([read('whole.mxc'), Buffer.of(0)]);
      writeFileSync(join(folder(), 'cut.mxc'), longer);
      expect(run(['unpack', 'cut.mxc', '-o', 'cut'])).toMatchObject({ status: 1 });
    },
  );

  it('a damaged packed file gives an error and no file', () => {
    run(['pack', 'model.safetensors', '-o', 'sound.mxc', '--force']);
    const packed = read('sound.mxc');
    for (let byte = 0; byte < packed.length; byte += 4999) {
      const damaged = Buffer.from(packed);
      damaged[byte] ^= 4;
      writeFileSync(join(folder(), 'damaged.mxc'), damaged);
      expect([byte, run(['unpack', 'damaged.mxc', '-o', 'damaged']).status]).toEqual([byte, 1]);
      expect(readdirSync(folder())).not.toContain('damaged');
    }
  });
});

describe('a stop', () => {
  it('by Ctrl-C leaves nothing behind, and tells so by its exit code', async () => {
    const child = spawn(process.execPath, [cli, 'pack', '-', '--as', 'bf16', '-o', 'stopped'], {
      cwd: folder(),
    });
    const errors: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.stdin.on('error', () => {});
    child.stdin.write(values);
    while (leftovers().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(130);
    expect(Buffer.concat(errors).toString()).toBe('matrix-codec: stopped: nothing was written\n');
    expect(readdirSync(folder()).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s does not wait for whoever reads the output',
    async (name) => {
      const args = ['pack', 'large', '--raw', '--level', 'store', '-o', '-'];
      writeFileSync(join(folder(), 'large'), new Uint8Array(2 ** 24));
      const child = spawn(process.execPath, [cli, ...args], { cwd: folder() });
      const errors: Buffer[] = [];
      child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
      const exit = new Promise((resolve) => child.on('exit', resolve));
      // The first bytes are there, and the pipe fills up: nobody reads on.
      await new Promise((resolve) => child.stdout.once('readable', resolve));
      child.kill(name);
      expect(await exit).toBe(130);
      expect(Buffer.concat(errors).toString()).toBe('matrix-codec: stopped: the output is not whole\n');
    },
  );

  it('of whoever reads the output ends the work without a word', async () => {
    const child = spawn(process.execPath, [cli, 'pack', '-', '--as', 'raw', '--level', 'store'], {
      cwd: folder(),
    });
    const errors: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.stdin.on('error', () => {});
    child.stdout.once('data', () => child.stdout.destroy());
    const feed = setInterval(() => child.stdin.write(new Uint8Array(2 ** 22)), 5);
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(1);
    clearInterval(feed);
    expect(Buffer.concat(errors).toString()).toBe('');
  });
});

/** A packed `.npy` file up to its first block, which is deflated to next to nothing. */
function packedHead(content: Uint8Array): Uint8Array {
  const writer = new PackedFileWriter('npy');
  const payload = deflateRawSync(content);
  const sizes = { contentBytes: content.length, payloadBytes: payload.length };
  const header = writeBlockHeader({ isCoded: true, ...sizes, checksum: xxh32(content) });
  return Buffer.concat([writer.header, writer.open('bytes'), header, payload]);
}
