/** Ends calls when the process has grown too much while they run. */
export interface MemoryWatch {
  /** Calls back once when the limit is passed; returns a function that ends the watching. */
  watch(onExceeded: () => void): () => void;
}

const pollMs = 50;

/**
 * Watches the resident memory of the process, which is where everything shows: heaps, buffers and wasm memory of all
 * threads. A thread's own heap limit does not replace it: it leaves buffers out, and when a heap grows in large steps
 * V8 ends the whole process instead of the thread (seen with Node 20.20, array of 256 MB; check again with later ones).
 *
 * The memory is everybody's, so the one who took it is only known when its call runs alone.
 */
export function watchMemory(limitBytes: number): MemoryWatch {
  return {
    watch(onExceeded) {
      // Memory of threads that have just ended may still be given back: growth counts from the lowest point.
      let lowestBytes = process.memoryUsage.rss();
      const timer = setInterval(() => {
        const nowBytes = process.memoryUsage.rss();
        lowestBytes = Math.min(lowestBytes, nowBytes);
        if (nowBytes - lowestBytes < limitBytes) return;
        clearInterval(timer);
        onExceeded();
      }, pollMs);
      return () => clearInterval(timer);
    },
  };
}
