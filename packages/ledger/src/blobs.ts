import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { ArenaError } from '@matrix-arena/contract';
import { type Database, sql } from './database.ts';

/** What compresses to more than this share of itself is kept plain: a tarball, for one, is packed already. */
const worthwhile = 0.9;

/** Fast, and good on JSON and logs. */
const quality = 5;

export interface StoredBlob {
  /** In lower-case hex. */
  readonly sha256: string;
  readonly size: number;
}

/** Keeps bytes under their hash; what is there already is not kept twice. */
export function putBlob(db: Database, bytes: Uint8Array): StoredBlob {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const known = db.first(sql.selectFrom('blobs').select('size').where('sha256', '=', sha256));
  if (known === undefined) {
    const packed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
    const isPacked = packed.length < worthwhile * bytes.length;
    const row = { sha256, size: bytes.length, encoding: isPacked ? 'brotli' : 'plain' } as const;
    db.run(sql.insertInto('blobs').values({ ...row, bytes: isPacked ? packed : bytes }));
  }
  return { sha256, size: bytes.length };
}

/** @throws ArenaError `bad-format` when the bytes are no longer what they were */
export function getBlob(db: Database, sha256: string): Uint8Array {
  const row = db.first(sql.selectFrom('blobs').selectAll().where('sha256', '=', sha256));
  const bytes = row === undefined ? null : unpacked(row.encoding, new Uint8Array(row.bytes));
  if (bytes !== null && createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
  throw new ArenaError('bad-format', {
    what: `${db.path}: blob ${sha256}`,
    hint: 'is damaged; put a backup of the ledger in its place',
  });
}

function unpacked(encoding: string, bytes: Uint8Array): Uint8Array | null {
  if (encoding === 'plain') return bytes;
  try {
    return new Uint8Array(brotliDecompressSync(bytes));
  } catch {
    return null;
  }
}
