import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from '@matrix-arena/contract/schemas';
import { type SolutionPackage, screenSolution } from '@matrix-arena/harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  makePublication,
  type Origin,
  originOf,
  type Provenance,
  type Publication,
  type PublicationInput,
  standingOfRun,
} from '../src/index.ts';
import { writeCopier } from './copier.ts';
import { failureOf } from './installed.ts';
import { options, runOf } from './runs.ts';

const limitMs = 120_000;
const script = fileURLToPath(new URL('fixtures/make-publication.js', import.meta.url));
const recordSha256 = 'ab'.repeat(32);

let root: string;
let solution: SolutionPackage;
let result: Result;
let origin: Origin;
let publication: Publication;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'publication-'));
  solution = await writeCopier(join(root, 'solution'));
  const other = await writeCopier(join(root, 'other'), { name: 'pads', padding: 16 });
  result = await runOf(solution, other);
  const standing = standingOfRun(result, recordSha256, 'copies');
  const screening = await screenSolution(solution, options);
  const round = { competition: 'cup', number: 3, seed: 7, submission: 'some-key' };
  const rest = { tarballSha256: null, round, previous: null };
  origin = await originOf({ solution, screening, standing, ...rest });
  publication = await make({});
}, limitMs);
afterAll(() => rmSync(root, { recursive: true, force: true }));

function make(changes: Partial<PublicationInput>): Promise<Publication> {
  const workFolder = mkdtempSync(join(root, 'work-'));
  return makePublication({
    solution,
    isTrusted: true,
    standing: standingOfRun(result, recordSha256, 'copies'),
    origin,
    version: '1.0.0',
    previous: null,
    workFolder,
    signal: new AbortController().signal,
    onStep: () => {},
    ...changes,
  });
}

describe('a publication', () => {
  it(
    'is the same to the last byte, however often it is made',
    async () => {
      const again = await make({});
      expect(Buffer.compare(readFileSync(again.tarball), readFileSync(publication.tarball))).toBe(0);
      expect(again.integrity).toBe(publication.integrity);
      expect(again.integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
    },
    limitMs,
  );

  it('lists what is in its tarball', () => {
    const bytes = readFileSync(publication.tarball);
    expect(publication.tarballBytes).toBe(bytes.length);
    expect(publication.shasum).toBe(createHash('sha1').update(bytes).digest('hex'));
    const paths = publication.files.map(({ path }) => path);
    expect(paths).toContain('dist/decoders/copies-v1.js');
    expect(paths).toEqual(
      readdirSync(publication.folder, { recursive: true, encoding: 'utf8' })
        .filter((path) => /\.\w+$|LICENSE$/.test(path) && !/^test\/golden\/1\.0\.0$/.test(path))
        .sort(),
    );
  });

  it('tells where it comes from, with hashes and nothing of the day', () => {
    const path = join(publication.folder, 'PROVENANCE.json');
    const provenance: Provenance = JSON.parse(readFileSync(path, 'utf8'));
    expect(provenance.origin).toEqual(origin);
    const [copies] = result.solutions;
    expect(origin).toMatchObject({
      arena: expect.stringMatching(/^matrix-arena \d/),
      containerVersion: 1,
      solution: { name: 'copies', version: '1.0.0', formatVersion: 1, bundleSha256: copies.bundleSha256 },
      result: { sha256: recordSha256, rules: result.rules, corpusSha256: result.corpus.sha256 },
      round: { competition: 'cup', number: 3, seed: 7, submission: 'some-key' },
      previous: null,
    });
    for (const { path, bytes } of publication.files)
      if (path !== 'PROVENANCE.json') expect([path, provenance.files[path].bytes]).toEqual([path, bytes]);
  });

  it('says in its README what it weighs', () => {
    const [library, decoder] = publication.parts;
    expect([library.part, decoder.part]).toEqual(['library', 'decoders/copies-v1']);
    expect(decoder.minifiedBytes).toBeLessThan(1000);
    expect(decoder.gzippedBytes).toBeLessThan(decoder.minifiedBytes);
    const installed = publication.files.reduce((sum, { bytes }) => sum + bytes, 0);
    const [, kilobytes] = /Installed: (\d+) kB/.exec(publication.readme) ?? [];
    expect(Math.abs(1000 * Number(kilobytes) - installed)).toBeLessThan(1000);
  });

  it(
    'has nothing of the machine in it: a path that was built in is refused',
    async () => {
      const folder = join(root, 'tells-its-place');
      mkdirSync(folder);
      const telling = await writeCopier(folder, { code: `globalThis.place = ${JSON.stringify(folder)};` });
      const error = await failureOf(() => make({ solution: telling }));
      expect(error).toMatchObject({
        kind: 'mismatch',
        message: `dist/decoders/copies-v1.js: expected nothing of this machine, got ${folder}; build the solution so that no paths get into it`,
      });
    },
    limitMs,
  );

  it.each([0, 200, 400])(
    'is stopped %d ms after it began by a Ctrl-C that reaches all processes, whichever runs then',
    async (delayMs) => {
      const workFolder = mkdtempSync(join(root, 'work-'));
      const path = join(root, `input-${delayMs}.json`);
      const standing = standingOfRun(result, recordSha256, 'copies');
      const input = { solution, isTrusted: true, standing, origin, version: '1.0.0', previous: null };
      writeFileSync(path, JSON.stringify({ ...input, workFolder }));
      const child = spawn(process.execPath, [script, path], {
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (said === '') setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGINT'), delayMs);
        said += text;
      });
      await once(child, 'close');
      expect(said.split('\n').at(-2)).toBe('interrupted: publish: stopped; nothing was published');
    },
    limitMs,
  );

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    controller.abort();
    const error = await failureOf(() => make({ signal: controller.signal }));
    expect(error).toMatchObject({ kind: 'interrupted' });
  });
});
