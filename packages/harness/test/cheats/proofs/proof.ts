import type { Lab } from '../naive/lab.ts';

/** Lets a cheat attack a host without any defence and expects success. Says in a line what the attack achieved. */
export type Proof = (lab: Lab) => Promise<string>;
export type Proofs = Readonly<Record<string, Proof>>;

export const ms = (value: number): string => `${value.toFixed(3)} ms`;

export const after = (delayMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, delayMs));

/** Waits until something holds, or for some seconds. */
export async function eventually(holds: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 500; tries++) {
    if (holds()) return true;
    await after(10);
  }
  return false;
}
