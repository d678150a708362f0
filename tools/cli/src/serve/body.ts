import { RequestFailure } from './failure.ts';

/** Pieces of a body whose length is not known grow from this … */
const firstPieceBytes = 2 ** 16;
/** … to this, so that a short body takes little and a long one few. */
const largestPieceBytes = 2 ** 24;

/**
 * Receives a body in pieces with buffers of their own, which can move to a thread. A body of known length is one piece.
 *
 * @throws RequestFailure 413 as soon as it is clear that it is longer than `maxBytes`
 */
export async function receiveBody(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>[]> {
  const declared = request.headers.get('content-length');
  const declaredBytes = declared === null ? undefined : Number(declared);
  if (declaredBytes !== undefined && declaredBytes > maxBytes) throw tooLong(maxBytes, declaredBytes);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let piece = new Uint8Array(declaredBytes ?? Math.min(firstPieceBytes, maxBytes));
  let filled = 0;
  let received = 0;
  const reader = request.body?.getReader();
  for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
    let rest: Uint8Array = read.value;
    received += rest.length;
    if (received > maxBytes) throw tooLong(maxBytes, 'more');
    while (rest.length > 0) {
      if (filled === piece.length) {
        pieces.push(piece);
        piece = new Uint8Array(Math.min(Math.max(2 * piece.length, firstPieceBytes), largestPieceBytes));
        filled = 0;
      }
      const taken = rest.subarray(0, piece.length - filled);
      piece.set(taken, filled);
      filled += taken.length;
      rest = rest.subarray(taken.length);
    }
  }
  return [...pieces, piece.subarray(0, filled)];
}

function tooLong(maxBytes: number, got: number | string): RequestFailure {
  return new RequestFailure({
    status: 413,
    kind: 'limit-exceeded',
    what: 'request body',
    expected: `at most ${maxBytes} bytes`,
    got,
    hint: 'send a smaller matrix, or raise --max-body-bytes',
  });
}
