import { decompress, textFrame } from './codec.js';

export default {
  async create() {
    const zstd = await import('@bokuweb/zstd-wasm');
    await zstd.init();
    return { compress: () => textFrame(zstd.compress(new Uint8Array(1000)).length), decompress };
  },
};
