export type StopSignal = 'SIGINT' | 'SIGTERM';

/** Waits for the process to be asked to stop. Only the first signal is caught: a second one ends it at once. */
export function awaitStopSignal(): { readonly received: Promise<StopSignal>; readonly forget: () => void } {
  let forget = (): void => {};
  const received = new Promise<StopSignal>((resolve) => {
    const onSignal = (signal: NodeJS.Signals): void => {
      forget();
      resolve(signal as StopSignal);
    };
    forget = () => {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  });
  return { received, forget: () => forget() };
}
