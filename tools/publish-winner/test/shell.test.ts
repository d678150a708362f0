import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { SectionInfo } from '../src/shell/info.ts';
import { firstPackage, lastPackage, libraries, projectFolder } from './installed.ts';
import { setUpShellFiles, values } from './shell-files.ts';

const [{ library }] = libraries;
const { folder, run, read, leftovers } = setUpShellFiles();

describe('pack and unpack', () => {
  it.each([
    ['x.bf16'],
    ['empty.bf16'],
    ['x.bf16', '--cols', '128'],
    ['v.npy'],
    ['fortran.npy'],
    ['bytes.npy'],
    ['scalar.npy'],
    ['model.safetensors'],
    ['model.safetensors', '--level', 'store'],
    ['none.safetensors'],
    ['notes.txt', '--raw'],
    ['floats.npy', '--as', 'raw'],
  ])('restore %s byte for byte (%s %s)', (name, ...options) => {
    const packed = `${name}.${options.length}.mxc`;
    const { status, errors } = run(['pack', name, '-o', packed, '--force', ...options]);
    expect([status, errors]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^${packed}: [\\d ]+ to [\\d ]+ bytes`)),
    ]);
    expect(run(['unpack', packed, '-o', 'restored', '--force'])).toMatchObject({ status: 0 });
    expect(Buffer.compare(read('restored'), read(name))).toBe(0);
    expect(leftovers()).toEqual([]);
  });

  it('name their output after their input', () => {
    expect(run(['pack', 'v.npy'])).toMatchObject({ status: 0 });
    const original = read('v.npy');
    rmSync(join(folder(), 'v.npy'));
    expect(run(['unpack', 'v.npy.mxc'])).toMatchObject({ status: 0 });
    expect(Buffer.compare(read('v.npy'), original)).toBe(0);
    expect(original.length).toBeGreaterThan(1.1 * read('v.npy.mxc').length);
  });

  it('keep the permissions of their input, and of a file that they take the place of', () => {
    const modeOf = (name: string): number => statSync(join(folder(), name)).mode & 0o777;
    writeFileSync(join(folder(), 'private.bf16'), values);
    chmodSync(join(folder(), 'private.bf16'), 0o600);
    expect(run(['pack', 'private.bf16'])).toMatchObject({ status: 0 });
    expect(run(['unpack', 'private.bf16.mxc', '-o', 'private'])).toMatchObject({ status: 0 });
    expect([modeOf('private.bf16.mxc'), modeOf('private')]).toEqual([0o600, 0o600]);
    chmodSync(join(folder(), 'private'), 0o664);
    expect(run(['unpack', 'private.bf16.mxc', '-o', 'private', '--force'])).toMatchObject({ status: 0 });
    expect(modeOf('private')).toBe(0o664);
  });

  it('write through links, and into pipes and devices, which stay what they are', async () => {
    writeFileSync(join(folder(), 'far'), '');
    symlinkSync('far', join(folder(), 'link'));
    expect(run(['pack', 'x.bf16', '-o', 'link'])).toMatchObject({ status: 1 });
    expect(run(['pack', 'x.bf16', '-o', 'link', '--force'])).toMatchObject({ status: 0 });
    expect(lstatSync(join(folder(), 'link')).isSymbolicLink()).toBe(true);
    expect(read('far').subarray(0, 4).toString()).toBe('MXAC');
    expect(run(['pack', 'x.bf16', '-o', '/dev/null', '--force'])).toMatchObject({ status: 0 });
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
    execFileSync('mkfifo', [join(folder(), 'pipe')]);
    const reader = promisify(execFile)('cat', ['pipe'], { cwd: folder(), encoding: 'buffer' });
    expect(run(['pack', 'x.bf16', '-o', 'pipe'])).toMatchObject({ status: 0 });
    expect(Buffer.compare((await reader).stdout, read('far'))).toBe(0);
    expect(lstatSync(join(folder(), 'pipe')).isFIFO()).toBe(true);
    expect(leftovers()).toEqual([]);
  });

  it('go through pipes', () => {
    const packed = run(['pack', '-'], read('v.npy'));
    expect(packed).toMatchObject({ status: 0, errors: '' });
    expect(Buffer.compare(run(['unpack', '-'], packed.stdout).stdout, read('v.npy'))).toBe(0);
    const tensors = run(['pack', '-', '--as', 'safetensors'], read('model.safetensors'));
    expect(Buffer.compare(run(['unpack', '-'], tensors.stdout).stdout, read('model.safetensors'))).toBe(0);
  });

  it('of plain values and the library read each other', async () => {
    const packed = run(['pack', 'x.bf16', '--cols', '128', '-o', '-']).stdout;
    expect(await library.decompress(packed)).toMatchObject({ rows: 64, cols: 128 });
    const once = await library.compress({ bytes: values, rows: 64, cols: 128, dtype: 'bf16' });
    expect(Buffer.compare(run(['unpack', '-'], once).stdout, values)).toBe(0);
  });
});

describe('info', () => {
  it('lists what is in a file', () => {
    run(['pack', 'model.safetensors', '-o', 'listed.mxc', '--force']);
    const { output, status } = run(['info', 'listed.mxc']);
    expect(status).toBe(0);
    const json = JSON.parse(run(['info', 'listed.mxc', '--json']).output);
    expect(json.packedBytes).toBe(read('listed.mxc').length);
    expect(json.originalBytes).toBe(read('model.safetensors').length);
    const listed = json.sections.map((one: SectionInfo) => [one.name, one.dtype, one.shape, ...one.coding]);
    const winner = expect.stringMatching(`^${firstPackage.winner} v\\d+$`);
    expect(listed).toEqual([
      ['header', null, null, 'deflate'],
      ['layer.0.weight', 'BF16', [64, 128], winner],
      ['bias', 'F32', [300], 'deflate'],
      ['empty', 'BF16', [0, 5]],
      ['ids', 'I64', [2], 'stored'],
      ['stack', 'BF16', [2, 16, 32], winner],
      ['one', 'BF16', [], 'stored'],
    ]);
    const [title, , head, ...rows] = output.trimEnd().split('\n');
    expect(title).toBe('listed.mxc: safetensors');
    expect(head).toMatch(/^name +dtype +shape +bytes +packed +ratio +coded with$/);
    for (const [index, row] of rows.slice(0, -1).entries()) {
      const { name, coding, originalBytes } = json.sections[index];
      expect(row.slice(head.indexOf('coded with'))).toBe(coding.join(' + ') || '-');
      expect(row.startsWith(`${name} `)).toBe(true);
      expect(row.slice(0, head.indexOf('bytes') + 5).replaceAll(' ', '')).toMatch(
        new RegExp(`${originalBytes}$`),
      );
    }
    expect(rows.at(-1)).toMatch(/^all /);
  });

  it('takes a container of the library', async () => {
    const packed = await library.compress(values, { level: 'store' });
    const { output } = run(['info', '-', '--json'], packed);
    expect(JSON.parse(output)).toMatchObject({
      kind: 'bf16',
      sections: [{ shape: [1, 8192], coding: ['stored'], dtype: 'BF16' }],
    });
  });
});

describe('bench', () => {
  it('measures every level on the values of a file', () => {
    const { levels, valueBytes, isWhole } = JSON.parse(
      run(['bench', 'model.safetensors', '--runs', '2', '--json']).output,
    );
    expect([valueBytes, isWhole]).toEqual([values.length + 2048 + 2, true]);
    expect(levels.map((one: { level: string }) => one.level)).toEqual(['best', 'store']);
    expect(levels[0].ratio).toBeGreaterThan(1.1 * levels[1].ratio);
    for (const one of levels) expect(Math.min(one.compressMBps, one.decompressMBps)).toBeGreaterThan(0);
    expect(run(['bench', 'x.bf16', '--runs', '1']).output).toMatch(
      /\nlevel +ratio +compress MB\/s +decompress MB\/s\nbest /,
    );
  });

  it('refuses a file without values', () => {
    expect(run(['bench', 'none.safetensors'])).toMatchObject({ status: 1 });
  });
});

it('help and version', () => {
  expect(run(['--help'])).toMatchObject({
    status: 0,
    output: expect.stringContaining('matrix-codec pack FILE'),
  });
  expect(run(['--version'])).toMatchObject({ status: 0, output: `${firstPackage.version}\n` });
});

it('the command is installed under its name, and reads what an earlier package packed', () => {
  const bin = join(projectFolder, 'node_modules/.bin/matrix-codec');
  expect(spawnSync(bin, ['--version']).stdout.toString()).toBe(`${lastPackage.version}\n`);
  const packed = run(['pack', '-', '--as', 'safetensors'], read('model.safetensors')).stdout;
  const { stdout } = spawnSync(bin, ['unpack', '-'], { input: packed });
  expect(Buffer.compare(stdout, read('model.safetensors'))).toBe(0);
});
