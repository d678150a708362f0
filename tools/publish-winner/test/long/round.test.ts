import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Checkout,
  first,
  limitMs,
  listedOn,
  makeCheckout,
  packageName,
  provenanceOf,
  second,
} from '../checkout.ts';
import { type LocalRegistry, startRegistry } from '../registry.ts';

const hasSandbox = await promisify(execFile)('bwrap', ['--ro-bind', '/', '/', 'true']).then(
  () => true,
  () => false,
);

describe.skipIf(!hasSandbox)('the winner of a round', () => {
  let checkout: Checkout;
  let registry: LocalRegistry;

  beforeAll(async () => {
    checkout = await makeCheckout();
    registry = await startRegistry(join(checkout.root, 'registry'));
  }, limitMs);
  afterAll(async () => {
    await registry?.stop();
    checkout?.remove();
  });

  /** Runs a command on a ledger; it has to do what it is asked. @returns stdout */
  async function run(file: string, ...args: string[]): Promise<string> {
    const path = join(checkout.root, file);
    const { code, stdout, stderr } = await checkout.arena([...args, '--ledger', path], registry.env);
    expect([args, code, code === 0 ? '' : stderr]).toEqual([args, 0, '']);
    return stdout;
  }

  it(
    'goes from a submission to a package that the ledger knows of',
    async () => {
      const ledger = 'ledger.sqlite';
      const pool = { name: 'mixed', sampleCount: 2 };
      const baseline = { name: first.winner, version: '1.0.0' };
      const config = join(checkout.root, 'cup.json');
      writeFileSync(config, JSON.stringify({ id: 'cup', name: 'The *cup*', pool, baseline }));
      await run(ledger, 'competitions', 'create', config);
      await run(ledger, 'round', 'open', '-c', 'cup', '--seed', '3', '--quick');
      const submitted = join(checkout.folder, 'solutions', second.winner);
      await run(ledger, 'submit', submitted, '--author', 'somebody', '-c', 'cup', '--yes', '--quick');
      await run(ledger, 'round', 'close', '-c', 'cup');
      const args = ['publish', '-c', 'cup', '--round', '1', '--registry', registry.url, '--quick'];

      const out = join(checkout.root, 'out');
      await run(ledger, ...args, '--out', out);
      expect(await listedOn(registry)).toEqual({});
      copyFileSync(join(checkout.root, ledger), join(checkout.root, 'before.sqlite'));

      const stdout = await run(ledger, ...args, '--publish', '--yes');
      expect(stdout).toContain(
        `published ${packageName} 1.0.0; the registry gives it back unchanged\nnoted with submission 1 of cup\n`,
      );
      // What was made twice, in two processes, is the same to the last byte.
      const [tarball] = readdirSync(out).filter((name) => name.endsWith('.tgz'));
      const sha512 = createHash('sha512')
        .update(readFileSync(join(out, tarball)))
        .digest('base64');
      expect(await listedOn(registry)).toEqual({ '1.0.0': `sha512-${sha512}` });

      const published = await checkout.install(registry, '1.0.0');
      const { origin } = provenanceOf(published);
      expect(origin.round).toMatchObject({ competition: 'cup', number: 1, seed: 3 });
      const result = await run(ledger, 'result', '1', '--file', 'result.json');
      expect(createHash('sha256').update(result).digest('hex')).toBe(origin.result.sha256);
      const readme = readFileSync(join(published, 'README.md'), 'utf8');
      expect(readme).toContain('in round 1 of The \\*cup\\*, on 2 matrices (seed 3), rank 1 of 2: ');
      expect(readme).not.toContain('somebody');
      const record = JSON.parse(await run(ledger, 'result', '1', '--file', 'published/1.0.0.json'));
      expect(record).toMatchObject({ package: packageName, version: '1.0.0' });

      const again = await run(ledger, ...args, '--publish', '--yes');
      expect(again).toMatch(/ is published already, as version 1\.0\.0\n/);
      expect(again).not.toContain('noted');
      // As after a command that ended between the upload and the ledger.
      expect(await run('before.sqlite', ...args, '--publish', '--yes')).toContain(
        'noted with submission 1 of cup\n',
      );
      expect(Object.keys(await listedOn(registry))).toEqual(['1.0.0']);
    },
    limitMs,
  );
});
