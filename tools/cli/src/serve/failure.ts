import type { ArenaErrorKind, CodecErrorKind } from '@matrix-arena/contract';

/** Why a request gets no bytes back: what the client reads, and the status that it comes with. */
export interface Failure {
  readonly status: 400 | 404 | 405 | 408 | 413 | 422 | 431 | 500 | 503 | 504;
  readonly kind: ArenaErrorKind | CodecErrorKind;
  readonly what: string;
  readonly expected?: string | number | undefined;
  readonly got?: string | number | undefined;
  /** What the client should do next, as a short imperative sentence without a full stop. */
  readonly hint: string;
  /** Response headers that belong to the status. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Ends a request with a failure. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`${failure.what}: ${failure.hint}`);
    this.failure = failure;
  }
}

/** A failure as JSON, without what the client sees as the status. */
export function failureJson({ kind, what, expected, got, hint }: Failure): string {
  return `${JSON.stringify({ error: { kind, what, expected, got, hint } })}\n`;
}

/** A form that is not what the call takes. */
export function badForm(fields: Omit<Failure, 'status' | 'kind'>): RequestFailure {
  return new RequestFailure({ status: 400, kind: 'bad-format', ...fields });
}

/** A defect of the codec, or of the thread that it runs in. */
export function defect(what: string, got: string): Failure {
  return {
    status: 500,
    kind: 'internal',
    what,
    expected: 'an answer',
    got: got.slice(0, 500),
    hint: 'report it to the author of the solution, with the request',
  };
}
