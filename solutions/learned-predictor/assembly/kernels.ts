// Every kernel by itself, for tests and benchmarks. The codec's own module is index.ts.

export { chooseBasis, extendBasis, predictByBasis, startBasis } from './basis';
export { candidateAt, clearCandidates, leastProduct, offer } from './candidates';
export { checksum } from './checksum';
export { judgeColumns, rescaleColumns } from './column-stats';
export { convertToFloats, deviate, sumColumns } from './columns';
export { coderCursor, decodeInContexts, encodeInContexts, isCoderAtEnd, startCoder } from './context-rans';
export { histogramBytes } from './histogram';
export { setPrice } from './price';
export { theJob } from './job';
export { listBytes, searchLists, startLists } from './lists';
export { log2, powerOfQuarter } from './log2';
export { maskRow, startPresences, unmaskRow } from './mask';
export { allocate, allocateZeros, releaseAll } from './memory';
export { pairExponents, splitPairs } from './pairs';
export { mergePlanes, splitPlanes } from './planes';
export { chooseSteps, predictRow } from './predict';
export {
  codeBit,
  codeSigned,
  codeTree,
  codeUniform,
  finishEncoding,
  resetModels,
  startDecoding,
  startEncoding,
  streamCursor,
} from './range-coder';
export { decodeRans, encodeRans } from './rans';
export { initRans } from './rans-lanes';
export { findReferences } from './references';
export { joinRows } from './join-rows';
export { initResiduals } from './residuals';
export { splitRows } from './split-rows';
export { analyse, startJob } from './rows-block';
export { setRowScales, sumRemainders } from './scales';
export { entriesOf, initShapes, ownersOf } from './shapes';
export { signRows } from './signatures';
export { buildShape, fillOwners, fillSlots, setEntries, startEntries } from './tables';
