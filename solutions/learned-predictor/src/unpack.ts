/**
 * The bytes that scripts/pack-wasm.mjs packed: see there for the format. Nothing but small integers, which engines do
 * not box, because the function runs once and mostly before it is optimized.
 */
export function unpack(text: string, byteCount: number): Uint8Array<ArrayBuffer> {
  // Two bytes before the first save the question whether there are any.
  const bytes = new Uint8Array(byteCount + 2);
  // Of every slot how much its decision leans to yes, times 16, and how often it was seen, up to 10.
  const slots = new Int32Array(6e5);
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
    const state = slots[slot];
    const step = ((decision * 65400 - 32700 - (state >> 4)) * inverses[(state & 15) * 2 + 2]) >> 8;
    slots[slot] = state + (step & -16) + ((state & 15) < 10 ? 1 : 0);
  };

  const decide = (node: number): number => {
    const state = slots[kind + node];
    const leaning = state >> 4;
    const other = slots[context + node];
    const weight = (other & 15) * 8 + 4;
    const share = weight * inverses[(state & 15) * 2 + weight];
    while (range < 1e7) {
      const character = text.charCodeAt(read++);
      range *= 93;
      code = code * 93 + character - (character > 92 ? 34 : character > 34 ? 33 : 32);
    }
    const bound = (range >> 12) * ((leaning + ((((other >> 4) - leaning) * share) >> 13) + 32768) >> 4);
    decision = 1;
    if (code < bound) {
      range = bound;
    } else {
      range -= bound;
      code -= bound;
      decision = 0;
    }
    learn(kind + node);
    learn(context + node);
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
