/** Stores a matrix behind its shape: rows and columns as u32, then the bytes. */
export function compress({ bytes, rows, cols }) {
  const frame = new Uint8Array(8 + bytes.length);
  const header = new DataView(frame.buffer);
  header.setUint32(0, rows, true);
  header.setUint32(4, cols, true);
  frame.set(bytes, 8);
  return frame;
}

export function decompress(frame) {
  const header = new DataView(frame.buffer, frame.byteOffset);
  return {
    bytes: frame.slice(8),
    rows: header.getUint32(0, true),
    cols: header.getUint32(4, true),
    dtype: 'bf16',
  };
}

/** A frame that is a text, for solutions that report what they found. */
export function textFrame(value) {
  return new TextEncoder().encode(JSON.stringify(value));
}
