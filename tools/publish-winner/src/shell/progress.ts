const intervalMs = 100;

/** Shows on a terminal how far a reader has come, while work is done. Anywhere else it shows nothing. */
export async function withProgress<T>(
  label: string,
  totalBytes: number | undefined,
  doneBytes: () => number,
  work: () => Promise<T>,
): Promise<T> {
  const { stderr } = process;
  if (!stderr.isTTY) return work();
  const show = (): void => {
    const megabytes = `${(doneBytes() / 1e6).toFixed(1)} MB`;
    const share = totalBytes ? `${Math.floor((100 * doneBytes()) / totalBytes)} %, ` : '';
    stderr.write(`\r\u001b[K${label}: ${share}${megabytes}`);
  };
  const timer = setInterval(show, intervalMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    stderr.write('\r\u001b[K');
  }
}
