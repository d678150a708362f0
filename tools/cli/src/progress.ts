import { Presets, SingleBar } from 'cli-progress';

/** A bar on a terminal; elsewhere a line whenever something new begins, so that logs stay short. */
export interface Progress {
  /** Shows that `done` of `total` steps of `task` are done, the last of them `what`. */
  update(task: string, done: number, total: number, what: string): void;
  stop(): void;
}

/**
 * Runs `work` with a progress display that is taken away afterwards, whatever happens. It goes to stderr, so that
 * stdout holds results alone.
 */
export async function withProgress<T>(work: (progress: Progress) => Promise<T>): Promise<T> {
  const progress = process.stderr.isTTY ? terminalProgress() : logProgress();
  try {
    return await work(progress);
  } finally {
    progress.stop();
  }
}

function terminalProgress(): Progress {
  const bar = new SingleBar(
    {
      format: '{task} {bar} {value}/{total}  {duration_formatted}  {what}',
      stream: process.stderr,
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      linewrap: false,
    },
    Presets.shades_classic,
  );
  let currentTask = '';
  return {
    update(task, done, total, what) {
      if (task !== currentTask) {
        bar.stop();
        bar.start(total, done, { task: task.padEnd(6), what });
        currentTask = task;
      }
      bar.setTotal(total);
      bar.update(done, { task: task.padEnd(6), what });
    },
    stop: () => bar.stop(),
  };
}

function logProgress(): Progress {
  let currentTask = '';
  return {
    update(task, _done, total, what) {
      if (task !== currentTask) process.stderr.write(`${task}: ${total > 1 ? `${total} steps` : what}\n`);
      currentTask = task;
    },
    stop: () => {},
  };
}
