import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeMatrix } from '@matrix-arena/testkit/matrices';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SectionInfo } from '../src/shell/info.ts';
import { npyFile, safetensorsFile } from './files.ts';
import { firstPackage, lastPackage, libraries, projectFolder } from './installed.ts';

const cli = join(firstPackage.installedFolder, 'dist/cli.js');
const values = makeMatrix('activations', 64, 128, 1).bytes;
const [{ library }] = libraries;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shell-'));
  const files: Record<string, Uint8Array> = {
    'x.bf16': values,
    'v.npy': npyFile("'|V2'", '(64, 128)', values),
    'fortran.npy': npyFile("'<V2'", '(128, 64)', values, 'True'),
    'bytes.npy': npyFile("'|u1'", `(${values.length},)`, values),
    'scalar.npy': npyFile("'<u2'", '()', values.subarray(0, 2)),
    'floats.npy': npyFile("'<f4'", '(4,)', new Uint8Array(16)),
    'model.safetensors': safetensorsFile([
      ['layer.0.weight', 'BF16', [64, 128], values],
      ['bias', 'F32', [300], new Uint8Array(1200)],
      ['empty', 'BF16', [0, 5], new Uint8Array()],
      ['ids', 'I64', [2], new Uint8Array(16).map((_, i) => 37 * i)],
      ['stack', 'BF16', [2, 16, 32], values.subarray(0, 2048)],
      ['one', 'BF16', [], values.subarray(0, 2)],
    ]),
    'none.safetensors': safetensorsFile([]),
    'notes.txt': new TextEncoder().encode('some text '.repeat(100)),
    'empty.bf16': new Uint8Array(),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[], input?: Uint8Array) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: folder, input });
  return { status, stdout, output: stdout.toString(), errors: stderr.toString() };
}

const read = (name: string): Buffer => readFileSync(join(folder, name));
const leftovers = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.part'));

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
    rmSync(join(folder, 'v.npy'));
    expect(run(['unpack', 'v.npy.mxc'])).toMatchObject({ status: 0 });
    expect(Buffer.compare(read('v.npy'), original)).toBe(0);
    expect(original.length).toBeGreaterThan(1.1 * read('v.npy.mxc').length);
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
    writeFileSync(join(folder, 'mine'), 'mine');
    expect(run(['pack', 'x.bf16', '-o', 'mine'])).toMatchObject({
      status: 1,
      errors: expect.stringMatching(/--force/),
    });
    expect(read('mine').toString()).toBe('mine');
    expect(run(['pack', 'x.bf16', '-o', 'mine', '--force'])).toMatchObject({ status: 0 });
    expect(read('mine').length).toBeGreaterThan(1000);
  });

  it.each(['v.npy', 'model.safetensors', 'x.bf16'])(
    '%s cut short or too long is refused, packed or not',
    (name) => {
      run(['pack', name, '-o', 'whole.mxc', '--force']);
      const { length } = read('whole.mxc');
      for (const bytes of [3, 100, length - 1].map((count) => cut('whole.mxc', count))) {
        writeFileSync(join(folder, 'cut.mxc'), bytes);
        const { status, errors } = run(['unpack', 'cut.mxc', '-o', 'cut']);
        expect([status, errors]).toEqual([
          1,
          expect.stringMatching(/^matrix-codec: [^\n]+(fetch it again|has written)\n$/),
        ]);
        expect(readdirSync(folder).filter((one) => one === 'cut' || one.endsWith('.part'))).toEqual([]);
      }
      writeFileSync(join(folder, `cut-${name}`), cut(name, read(name).length - 1));
      expect(run(['pack', `cut-${name}`])).toMatchObject({ status: 1 });
      const longer = Buffer.concat([read('whole.mxc'), Buffer.of(0)]);
      writeFileSync(join(folder, 'cut.mxc'), longer);
      expect(run(['unpack', 'cut.mxc', '-o', 'cut'])).toMatchObject({ status: 1 });
    },
  );

  it('a damaged packed file gives an error and no file', () => {
    run(['pack', 'model.safetensors', '-o', 'sound.mxc', '--force']);
    const packed = read('sound.mxc');
    for (let byte = 0; byte < packed.length; byte += 4999) {
      const damaged = Buffer.from(packed);
      damaged[byte] ^= 4;
      writeFileSync(join(folder, 'damaged.mxc'), damaged);
      expect([byte, run(['unpack', 'damaged.mxc', '-o', 'damaged']).status]).toEqual([byte, 1]);
      expect(readdirSync(folder)).not.toContain('damaged');
    }
  });
});

describe('a stop', () => {
  it('by Ctrl-C leaves nothing behind, and tells so by its exit code', async () => {
    const child = spawn(process.execPath, [cli, 'pack', '-', '--as', 'bf16', '-o', 'stopped'], {
      cwd: folder,
    });
    const errors: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.stdin.on('error', () => {});
    child.stdin.write(values);
    while (leftovers().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(130);
    expect(Buffer.concat(errors).toString()).toBe('matrix-codec: stopped: nothing was written\n');
    expect(readdirSync(folder).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });

  it('of whoever reads the output ends the work without a word', async () => {
    const child = spawn(process.execPath, [cli, 'pack', '-', '--as', 'raw', '--level', 'store'], {
      cwd: folder,
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
