// Lists of rows that point in similar directions, so that among many rows only some are compared: an inverted file
// (Jégou, Douze, Schmid 2011, "Product quantization for nearest neighbor search", without the quantization). Its centres
// are rows of the block itself, evenly spaced. Few rows are all in one list.
//
//     centres, MOST_LISTS signatures
//     chunks of CHUNK rows of a list: address of the list's next chunk | count | 8 unused bytes | row numbers | signatures

import { clearCandidates, leastProduct, offer } from './candidates';
import { Job } from './job';
import { fourProducts } from './signatures';

// @ts-ignore: decorator
@inline const MOST_LISTS: usize = 64;
/** Up to this many rows each is compared with all before it. */
// @ts-ignore: decorator
@inline const MOST_COMPARED = 1536;
/** How many lists are looked through for a row: those of the nearest centres. */
// @ts-ignore: decorator
@inline const LISTS_SEARCHED: usize = 3;
// @ts-ignore: decorator
@inline const CHUNK: usize = 64;

const heads: usize = memory.data(256, 16);
const likeness: usize = memory.data(256, 16);
const lanes: usize = memory.data(16, 16);
let nextChunk: usize = 0;
let centres: usize = 0;
let listCount: usize = 0;
let signatureBytes: usize = 0;

// @ts-ignore: decorator
@inline
function chunkBytes(bytes: usize): usize {
  return 16 + 4 * CHUNK + CHUNK * bytes;
}

/** Bytes that the lists of so many rows take at most. */
export function listBytes(rows: i32, signatureLength: i32): i32 {
  const bytes = <usize>signatureLength << 1;
  const chunks = MOST_LISTS + <usize>rows / CHUNK + 1;
  return <i32>(MOST_LISTS * bytes + chunks * chunkBytes(bytes));
}

/** Empties the lists and takes their centres. */
export function startLists(job: Job): void {
  signatureBytes = <usize>job.signatureLength << 1;
  listCount = job.rows > MOST_COMPARED ? MOST_LISTS : 1;
  centres = job.lists;
  nextChunk = centres + MOST_LISTS * signatureBytes;
  memory.fill(heads, 0, 4 * MOST_LISTS);
  for (let i: usize = 0; i < MOST_LISTS; i++) {
    const row = (i * <usize>job.rows) / MOST_LISTS;
    memory.copy(centres + i * signatureBytes, job.signatures + row * signatureBytes, signatureBytes);
  }
}

/** Finds the candidates of a row among the rows added so far, and adds the row. */
export function searchLists(job: Job, row: i32): void {
  const signature = job.signatures + <usize>row * signatureBytes;
  for (let i: usize = 0; i < listCount; i += 4) {
    v128.store(likeness + (i << 2), fourProducts(signature, centres + i * signatureBytes, signatureBytes));
  }
  clearCandidates();
  const own = nearestList();
  searchList(own, signature);
  for (let n: usize = 1; n < LISTS_SEARCHED && n < listCount; n++) searchList(nearestList(), signature);
  append(own, row, signature);
}

/** The list with the greatest likeness, which is then struck out. */
function nearestList(): usize {
  let best: usize = 0;
  let most = i32.MIN_VALUE;
  for (let i: usize = 0; i < listCount; i++) {
    const product = load<i32>(likeness + (i << 2));
    if (product > most) {
      most = product;
      best = i;
    }
  }
  store<i32>(likeness + (best << 2), i32.MIN_VALUE);
  return best;
}

function searchList(list: usize, signature: usize): void {
  const bytes = signatureBytes;
  let least = i32x4.splat(leastProduct());
  for (let chunk = load<usize>(heads + (list << 2)); chunk != 0; chunk = load<usize>(chunk)) {
    const count = load<usize>(chunk, 4);
    const rows = chunk + 16;
    const signatures = rows + 4 * CHUNK;
    for (let i: usize = 0; i < count; i += 4) {
      const products = fourProducts(signature, signatures + i * bytes, bytes);
      let better = i32x4.bitmask(i32x4.gt_s(products, least));
      if (better == 0) continue;
      v128.store(lanes, products);
      for (; better != 0; better &= better - 1) {
        const lane = <usize>ctz(better);
        if (i + lane >= count) break;
        const product = load<i32>(lanes + (lane << 2));
        if (product > leastProduct()) offer(load<i32>(rows + ((i + lane) << 2)), product);
      }
      least = i32x4.splat(leastProduct());
    }
  }
}

function append(list: usize, row: i32, signature: usize): void {
  let chunk = load<usize>(heads + (list << 2));
  if (chunk == 0 || load<usize>(chunk, 4) == CHUNK) {
    store<usize>(nextChunk, chunk);
    store<i32>(nextChunk, 0, 4);
    chunk = nextChunk;
    store<usize>(heads + (list << 2), chunk);
    nextChunk += chunkBytes(signatureBytes);
  }
  const count = load<usize>(chunk, 4);
  store<i32>(chunk + 16 + (count << 2), row);
  memory.copy(chunk + 16 + 4 * CHUNK + count * signatureBytes, signature, signatureBytes);
  store<usize>(chunk, count + 1, 4);
}
