import { describe, expect, it } from 'vitest';
import { ArenaError, CodecError, isArenaError, isCodecError } from '../src/index.ts';

describe('CodecError', () => {
  const error = new CodecError('truncated', {
    codec: 'demo',
    stage: 'decompress',
    what: 'header',
    expected: 8,
    got: 3,
  });

  it('says in one line what was expected and what came', () => {
    expect(error.message).toBe('demo: header: expected 8, got 3');
    expect(new CodecError('internal', { codec: 'demo', stage: 'create', what: 'wasm' }).message).toBe(
      'demo: wasm: internal',
    );
  });

  it('is told by kind', () => {
    expect(isCodecError(error)).toBe(true);
    expect(isCodecError(error, 'corrupt', 'truncated')).toBe(true);
    expect(isCodecError(error, 'corrupt')).toBe(false);
  });

  it('is told without its class, as another bundle throws it', () => {
    const foreign = Object.assign(new Error('x'), { name: 'CodecError', kind: 'corrupt' });
    expect(isCodecError(foreign, 'corrupt')).toBe(true);
    expect(isCodecError(Object.assign(new Error('x'), { name: 'CodecError', kind: 'other' }))).toBe(false);
    expect(isCodecError(new TypeError('x'))).toBe(false);
    expect(isCodecError({ name: 'CodecError', kind: 'corrupt' })).toBe(false);
  });
});

describe('ArenaError', () => {
  it('says in one line what to do next', () => {
    const error = new ArenaError('bad-format', {
      what: 'a.npy',
      expected: 10,
      got: 9,
      hint: 'download it again',
    });
    expect(error.message).toBe('a.npy: expected 10, got 9; download it again');
    expect(new ArenaError('not-found', { what: 'a.npy', hint: 'check the path' }).message).toBe(
      'a.npy: check the path',
    );
  });

  it('is told by kind', () => {
    const error = new ArenaError('usage', { what: 'x', hint: 'y' });
    expect(isArenaError(error, 'usage')).toBe(true);
    expect(isArenaError(error, 'network')).toBe(false);
    expect(isArenaError(new Error('x'))).toBe(false);
  });
});
