/**
 * Runs `work` with a signal that Ctrl-C aborts, or a SIGTERM. A second one of either ends the process as it would
 * without us, so that work that does not end can be left.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stopListening = (): void => {
    process.off('SIGINT', abort);
    process.off('SIGTERM', abort);
  };
  function abort(): void {
    stopListening();
    controller.abort();
  }
  process.on('SIGINT', abort);
  process.on('SIGTERM', abort);
  try {
    return await work(controller.signal);
  } finally {
    stopListening();
  }
}
