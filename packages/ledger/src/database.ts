import { ArenaError } from '@matrix-arena/contract';
import {
  type Compilable,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import Libsql from 'libsql';
import type { Tables } from './schema/tables.ts';

/** How long a command waits for other processes that write. */
const busyTimeoutMs = 30_000;
/** Statements that are kept ready; more would only be those of a long list of ids. */
const maxStatements = 300;

/** Builds and types queries. It runs none: SQLite answers at once, so nothing here has to wait. */
export const sql = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

type Statement = Libsql.Statement<unknown[]>;

/**
 * One connection. Everything is synchronous, so that a transaction is one piece: nothing else of the process can come
 * between its statements.
 */
export class Database {
  readonly path: string;
  readonly #connection: Libsql.Database;
  readonly #statements = new Map<string, Statement>();
  #depth = 0;

  constructor(path: string) {
    this.path = path;
    this.#connection = this.#guard(() => new Libsql(path, { timeout: busyTimeoutMs }));
    // FULL: a change is on the disk when it is reported, also if the power goes the moment after.
    this.execute(`PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -32000`);
  }

  all<T>(query: Compilable<T>): T[] {
    const { sql: text, parameters } = query.compile();
    return this.#guard(() => this.#statement(text).all(parameters.map(bindable)) as T[]);
  }

  /** The first row. */
  first<T>(query: Compilable<T>): T | undefined {
    return this.all(query)[0];
  }

  /** Runs what gives no rows. */
  run(query: Compilable): { changes: number; id: number } {
    const { sql: text, parameters } = query.compile();
    const { changes, lastInsertRowid } = this.#guard(() =>
      this.#statement(text).run(parameters.map(bindable)),
    );
    return { changes, id: Number(lastInsertRowid) };
  }

  /** Runs SQL as it stands, several statements at once if need be. */
  execute(text: string): void {
    this.#guard(() => this.#connection.exec(text));
  }

  pragma<T = number>(name: string): T {
    const [row] = this.#guard(() => this.#connection.prepare(`PRAGMA ${name}`).all()) as [Record<string, T>];
    return Object.values(row)[0];
  }

  /** Rows of a pragma that gives several, the first column of each. */
  pragmaRows(name: string): string[] {
    const rows = this.#guard(() => this.#connection.prepare(`PRAGMA ${name}`).all()) as object[];
    return rows.map((row) => Object.values(row).join(' '));
  }

  /**
   * One change: all of it or nothing. The lock is taken at the start, so that what was read inside still holds at the
   * end. Inside of another change it is a part of that one, and can fail without it.
   */
  write<T>(work: () => T): T {
    const name = `part${this.#depth}`;
    return this.#depth === 0
      ? this.#transaction(work, 'BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK')
      : this.#transaction(
          work,
          `SAVEPOINT ${name}`,
          `RELEASE ${name}`,
          `ROLLBACK TO ${name}; RELEASE ${name}`,
        );
  }

  /** Several queries that see one state of the ledger. */
  read<T>(work: () => T): T {
    return this.#depth > 0 ? work() : this.#transaction(work, 'BEGIN', 'COMMIT', 'ROLLBACK');
  }

  /** Readers do not wait for writers then, nor writers for readers. It is kept in the file. */
  useWriteAheadLog(): void {
    const mode = this.pragma<string>('journal_mode = WAL');
    if (mode === 'wal') return;
    const hint = 'its file system cannot share memory between processes; choose a place on a local disk';
    throw new ArenaError('unavailable', { what: this.path, hint });
  }

  /** A second time it does nothing. */
  close(): void {
    if (!this.#connection.open) return;
    // So that the one file holds everything, unless another process is at work in it just now.
    if (this.pragma('query_only') === 0) this.pragma('wal_checkpoint(TRUNCATE)');
    this.abandon();
  }

  /** Lets go of the file as it is. */
  abandon(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  #transaction<T>(work: () => T, begin: string, commit: string, rollback: string): T {
    this.execute(begin);
    this.#depth++;
    try {
      const result = work();
      if (result instanceof Promise) throw new TypeError('a transaction cannot wait for a promise');
      this.execute(commit);
      return result;
    } catch (error) {
      // SQLite has already taken back what it could not go on with, for example on a full disk.
      if (this.#connection.inTransaction) this.execute(rollback);
      throw error;
    } finally {
      this.#depth--;
    }
  }

  #statement(text: string): Statement {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    if (this.#statements.size >= maxStatements) this.#statements.clear();
    const statement = this.#connection.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw translated(error, this.path);
    }
  }
}

/** libsql keeps every number as a float, ends the process at a boolean, and knows no undefined. */
function bindable(value: unknown): unknown {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return value ?? null;
}

const damaged = 'is damaged; put a backup in its place';
const busy = `another process kept it locked for more than ${busyTimeoutMs / 1000} s; try again`;
const unreachable = 'cannot be read or written; see that the disk has room and the file is yours';

/** What a user can mend, by SQLite's primary code. */
const problems: Readonly<Record<number, readonly [kind: ArenaError['kind'], hint: string]>> = {
  5: ['timeout', busy],
  6: ['timeout', busy],
  8: ['unavailable', unreachable],
  10: ['unavailable', unreachable],
  11: ['bad-format', damaged],
  13: ['unavailable', unreachable],
  14: ['unavailable', unreachable],
  26: ['bad-format', damaged],
};

function translated(error: unknown, what: string): unknown {
  if (!(error instanceof Error) || error instanceof ArenaError) return error;
  const { rawCode } = error as Error & { rawCode?: number };
  // libsql tells only in words why it cannot open a file.
  const code = /ConnectionFailed/.test(error.message) ? 14 : (rawCode ?? 0) & 0xff;
  const problem = problems[code];
  return problem === undefined
    ? error
    : new ArenaError(problem[0], { what, hint: `${problem[1]} (${error.message})`, cause: error });
}
