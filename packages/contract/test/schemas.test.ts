import { describe, expect, it } from 'vitest';
import { manifestSchema, parseManifest, parseResult } from '../src/schemas.ts';
import { minimalResult } from './minimal-result.ts';

const manifest = {
  name: 'demo-codec',
  version: '1.2.0',
  formatVersion: 1,
  description: 'Shows a manifest',
  authors: ['A. Author'],
  license: 'MIT',
  homepage: 'https://example.org/demo',
  lossless: true,
  dependencies: ['@scope/library', 'other'],
  entry: './dist/index.js',
};

describe('manifest', () => {
  it('keeps a sound manifest as it is', () => {
    expect(parseManifest(manifest, 'manifest.json')).toEqual(manifest);
  });

  it('fills in the entry and no dependencies', () => {
    const { entry: _, dependencies: __, homepage: ___, ...required } = manifest;
    expect(parseManifest(required, 'manifest.json')).toMatchObject({
      entry: './dist/index.js',
      dependencies: [],
    });
  });

  it.each([
    ['name', 'Demo', 'lower-case letters, digits and hyphens, 2 to 64 characters'],
    ['name', '-demo', 'lower-case letters, digits and hyphens, 2 to 64 characters'],
    ['version', '1.2', 'a semantic version such as 1.2.0'],
    ['formatVersion', 0, 'Too small: expected number to be >=1'],
    ['description', 'two\nlines', 'one line of printable characters'],
    ['description', 'clears \x1b[2J the terminal', 'one line of printable characters'],
    ['license', 'MIT\x9b2J', 'one line of printable characters'],
    ['license', 'MIT\u202e', 'one line of printable characters'],
    ['homepage', 'https://example.org/\x1b[2J', 'one line of printable characters'],
    ['authors', [], 'Too small: expected array to have >=1 items'],
    ['homepage', 'somewhere', 'Invalid URL'],
    ['lossless', 'yes', 'Invalid input: expected boolean, received string'],
    ['entry', '../other/index.js', 'a path below the manifest such as ./dist/index.js'],
    ['entry', './a/../../b.js', 'a path below the manifest such as ./dist/index.js'],
    ['inspect', 'inspect.js', 'a path below the manifest such as ./dist-inspect/index.js'],
    ['inspect', './inspect.wasm', 'a path below the manifest such as ./dist-inspect/index.js'],
  ])('refuses %s %j', (field, value, message) => {
    expect(() => parseManifest({ ...manifest, [field]: value }, 'x/manifest.json')).toThrow(
      `x/manifest.json field ${field}: ${message}; correct the manifest`,
    );
  });

  it('refuses an author who is not printable', () => {
    expect(() => parseManifest({ ...manifest, authors: ['A. Author', '\x1b[2J'] }, 'm.json')).toThrow(
      'm.json field authors.1: one line of printable characters; correct the manifest',
    );
  });

  it('keeps names in any script', () => {
    const authors = ['Ada Lovelace', 'Łukasz Żółć', '王小明', 'محمد', 'Zoë 🦜', 'علی\u200cرضا', 'ශ්\u200dරී'];
    expect(parseManifest({ ...manifest, authors }, 'm.json').authors).toEqual(authors);
  });

  it('keeps the path of an inspect module', () => {
    const inspect = './dist-inspect/index.js';
    expect(parseManifest({ ...manifest, inspect }, 'manifest.json')).toEqual({ ...manifest, inspect });
  });

  it('refuses fields that it does not know', () => {
    expect(() => parseManifest({ ...manifest, licence: 'MIT' }, 'manifest.json')).toThrow(
      'manifest.json: Unrecognized key: "licence"; correct the manifest',
    );
  });

  it('shows a field that it does not know without obeying it', () => {
    expect(() => parseManifest({ ...manifest, 'a\x1b[2J\u202e': 1 }, 'manifest.json')).toThrow(
      'manifest.json: Unrecognized key: "a\\u{1b}[2J\\u{202e}"; correct the manifest',
    );
  });

  it('refuses what is no object', () => {
    expect(() => parseManifest(null, 'manifest.json')).toThrow(
      'manifest.json: Invalid input: expected object, received null',
    );
  });

  it('describes every field that is not plain', () => {
    expect(manifestSchema.shape.formatVersion.description).toMatch(/bytes of a frame/);
  });
});

const bounds = {
  ...{ sign: 1, exponent: 2.5, mantissa: 6.9, planesBound: 10.4 },
  ...{ signGivenExponent: 1, mantissaGivenExponent: 6.8, givenExponentBound: 10.3 },
};

describe('result', () => {
  it('says which field is wrong and what to pass instead', () => {
    expect(() => parseResult({ schemaVersion: 1 }, 'run.json')).toThrow(
      'run.json: schema version: expected 2, got 1; bench again with this version of arena',
    );
    expect(() => parseResult([], 'run.json')).toThrow(
      'run.json: Invalid input: expected object, received array',
    );
  });

  it('may tell the bounds of a matrix and the parts of a frame', () => {
    const result = minimalResult();
    expect(parseResult(result, 'run.json')).toEqual(result);
    const told = minimalResult({ bounds, parts: [{ name: 'header', plane: 'overhead', bits: 8 }] });
    expect(parseResult(told, 'run.json')).toEqual(told);
    const controlled = minimalResult({ controlMatrices: ['m'] });
    expect(parseResult(controlled, 'run.json')).toEqual(controlled);
  });

  it.each([
    ['bounds without all of them', { bounds: { ...bounds, mantissa: undefined } }, 'bounds.mantissa'],
    ['a bound below 0', { bounds: { ...bounds, sign: -1 } }, 'bounds.sign'],
    ['a part without a name', { parts: [{ name: '', plane: 'sign', bits: 1 }] }, 'parts.0.name'],
    ['an unknown plane', { parts: [{ name: 'a', plane: 'signs', bits: 1 }] }, 'parts.0.plane'],
    ['an empty frame', { trial: { compressedBytes: 0 } }, 'trials.0.compressedBytes'],
    ['a sample without its stage', { trial: { compressMs: [1, 1], decompressMs: [1, 1] } }, '0.compressMs'],
    ['a compress time alone', { trial: { compressMs: [1, 1], stages: [0, 0] } }, '0.compressMs'],
    ['a trial of an unknown matrix', { trial: { matrix: 'x' } }, '0.trials'],
    ['a control on an unknown matrix', { controlMatrices: ['x'] }, 'control.trials'],
    ['a control twice on one matrix', { controlMatrices: ['m', 'm'] }, 'control.trials'],
    ['two solutions of one name', { solutionCount: 2 }, 'solutions'],
    ['a part of less than no bits', { parts: [{ name: 'a', plane: 'sign', bits: -1 }] }, 'parts.0.bits'],
  ])('refuses %s', (_, change, field) => {
    expect(() => parseResult(minimalResult(change), 'run.json')).toThrow(
      new RegExp(`field (.*\\.)?${field}: `),
    );
  });
});
