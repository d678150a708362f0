import { ArenaError } from '@matrix-arena/contract';
import type { Compilable } from 'kysely';
import { type Database, sql } from './database.ts';

export interface PageOptions {
  /** From 1, which is the default. */
  readonly page?: number;
  /** 1 to 1000; 10 when it is left out. */
  readonly pageSize?: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly pageSize: number;
  /** Over all pages. */
  readonly total: number;
  readonly hasMore: boolean;
}

export interface PageRange {
  readonly page: number;
  readonly pageSize: number;
  readonly offset: number;
}

const maxPageSize = 1000;

/** @throws ArenaError `usage` for numbers that name no page */
export function pageRange({ page = 1, pageSize = 10 }: PageOptions): PageRange {
  assertCount('page', page, Number.MAX_SAFE_INTEGER / maxPageSize);
  assertCount('page size', pageSize, maxPageSize);
  return { page, pageSize, offset: (page - 1) * pageSize };
}

/** @throws ArenaError `usage` */
export function assertCount(what: string, value: number, max: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= max) return;
  throw new ArenaError('usage', {
    what,
    expected: `a whole number from 1${max === maxPageSize ? ` to ${max}` : ''}`,
    got: value,
    hint: 'correct it',
  });
}

export function pageOf<T>(range: PageRange, total: number, items: readonly T[]): Page<T> {
  const { page, pageSize, offset } = range;
  return { items, page, pageSize, total, hasMore: offset + items.length < total };
}

/** Column of a query that counts its rows. */
export const counted = sql.fn.countAll<number>().as('count');

/**
 * One page of rows and the number of all of them, from one state of the ledger.
 *
 * @param rows in a total order, so that pages neither repeat nor leave out a row
 */
export function inPages<Row, T>(
  db: Database,
  options: PageOptions,
  count: Compilable<{ count: number }>,
  rows: (range: PageRange) => Compilable<Row>,
  toItem: (row: Row) => T,
): Page<T> {
  const range = pageRange(options);
  return db.read(() => pageOf(range, db.first(count)?.count ?? 0, db.all(rows(range)).map(toItem)));
}
