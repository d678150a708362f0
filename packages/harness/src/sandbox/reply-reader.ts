import { timingSafeEqual } from 'node:crypto';
import { ForgedReplyError } from './forged.ts';
import { maxTextBytes, replyField, replyHeadBytes, tokenBytes } from './messages.ts';

/** A reply as it came: nothing in it is believed but the token. */
export interface RawReply {
  /** By `replyField`. */
  readonly fields: Float64Array;
  readonly text: string;
  readonly payload: Uint8Array;
}

/** Puts the chunks of one reply together. */
export interface ReplyReader {
  /**
   * @returns the reply when it is whole
   * @throws ForgedReplyError for a wrong token, sizes beyond the limits, or bytes after the end
   */
  push(chunk: Uint8Array): RawReply | null;
}

/**
 * Reads one reply of a child.
 *
 * @param maxPayloadBytes longest payload for which memory is set aside
 * @param onHead called when the head has come, which is when the child's clock had stopped
 */
export function readReply(token: Uint8Array, maxPayloadBytes: number, onHead: () => void): ReplyReader {
  const head = new Uint8Array(replyHeadBytes);
  const fields = new Float64Array(head.buffer, tokenBytes);
  let filledBytes = 0;
  let body: Uint8Array | undefined;

  function beginBody(): Uint8Array {
    if (!timingSafeEqual(head.subarray(0, tokenBytes), token)) throw new ForgedReplyError('wrong token');
    const textBytes = sizeWithin(fields[replyField.textBytes], maxTextBytes, 'message');
    const payloadBytes = sizeWithin(fields[replyField.payloadBytes], maxPayloadBytes, 'output');
    onHead();
    filledBytes = 0;
    return new Uint8Array(textBytes + payloadBytes);
  }

  return {
    push(chunk) {
      let rest = chunk;
      if (body === undefined) {
        const part = rest.subarray(0, replyHeadBytes - filledBytes);
        head.set(part, filledBytes);
        filledBytes += part.length;
        rest = rest.subarray(part.length);
        if (filledBytes < replyHeadBytes) return null;
        body = beginBody();
      }
      if (rest.length > body.length - filledBytes) throw new ForgedReplyError('more bytes than announced');
      body.set(rest, filledBytes);
      filledBytes += rest.length;
      if (filledBytes < body.length) return null;
      const textBytes = fields[replyField.textBytes];
      const text = new TextDecoder().decode(body.subarray(0, textBytes));
      return { fields, text, payload: textBytes === 0 ? body : body.slice(textBytes) };
    },
  };
}

function sizeWithin(bytes: number, most: number, what: string): number {
  if (Number.isInteger(bytes) && bytes >= 0 && bytes <= most) return bytes;
  throw new ForgedReplyError(`${what}: expected at most ${most} bytes, announced are ${bytes}`);
}
