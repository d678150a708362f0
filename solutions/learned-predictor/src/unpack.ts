/**
 * The bytes that scripts/pack-wasm.mjs packed: see there for the format. Nothing but small integers, which engines do
 * not box, because the function runs once and mostly before it is optimized.
 */
export function unpack(text: string, byteCount: number): Uint8Array<ArrayBuffer> {
  // Two bytes before the first save the question whether there are any.
  const bytes = new Uint8Array(byteCount + 2);
  // Of every slot how much its decision leans to yes, and how often it was seen.
  const leanings = new Int16Array(6e5);
  const counts = new Uint8Array(6e5);
  const inverses = new Uint16Array(128);
  let at = 2;
  let read = 0;
  let range = 1;
  let code = 0;
  let decision = 0;
  let kind = 0;
  let context = 0;
  let distance = 0;

  const learn = (slot: number) => {
    leanings[slot] += ((decision * 65400 - 32700 - leanings[slot]) * inverses[counts[slot] * 2 + 2]) >> 12;
    if (counts[slot] < 10) counts[slot]++;
  };

  const decide = (node: number): number => {
    const slot = kind + node;
    const other = context + node;
    const leaning = leanings[slot];
    const weight = counts[other] * 8 + 4;
    while (range < 1e7) {
      const character = text.charCodeAt(read++);
      range *= 93;
      code = code * 93 + character - (character > 92 ? 34 : character > 34 ? 33 : 32);
    }
    const share = weight * inverses[counts[slot] * 2 + weight];
    const bound = (range >> 12) * ((leaning + (((leanings[other] - leaning) * share) >> 13) + 32768) >> 4);
    decision = 1;
    if (code < bound) {
      range = bound;
    } else {
      range -= bound;
      code -= bound;
      decision = 0;
    }
    learn(slot);
    learn(other);
    return decision;
  };

  const number = (node: number): number => (decide(node) ? decide(node + 1) + 2 * number(node + 2) : 1);

  for (let i = 0; i < 128; i++) inverses[i] = 8192 / (i + 1);
  while (at < byteCount + 2) {
    context = bytes[at - 2] * 64 + 526e3;
    if (decide(256)) {
      if (kind || !decide(257)) distance = number(288);
      for (let length = number(258); length--; at++) bytes[at] = bytes[at - distance];
      kind = 512;
    } else {
      context = (bytes[at - 1] * 8 + (bytes[at - 2] >> 5) + 4) * 256;
      let node = 1;
      while (node < 256) node = node * 2 + decide(node);
      bytes[at++] = node;
      kind = 0;
    }
  }
  return bytes.subarray(2);
}
