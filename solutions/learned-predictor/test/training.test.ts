import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = new URL('..', import.meta.url);

it('writes the same tables again, bit for bit, from the bundled matrices', () => {
  const out = mkdtempSync(join(tmpdir(), 'learned-'));
  try {
    mkdirSync(join(out, 'assembly'));
    execFileSync(process.execPath, ['scripts/train.mjs', '--out', out], { cwd: folder });
    for (const file of ['assembly/learned.ts', 'learned.json']) {
      expect(readFileSync(join(out, file), 'utf8')).toBe(readFileSync(new URL(file, folder), 'utf8'));
    }
  } finally {
    rmSync(out, { recursive: true });
  }
});

it('tells the tables and the matrices that they come from', () => {
  const { matrices, parameters } = JSON.parse(readFileSync(new URL('learned.json', folder), 'utf8'));
  expect(matrices.length).toBe(22);
  for (const { sha256, shape } of matrices) {
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(shape).toBeLessThan(parameters.shapeCount);
  }
});
