import { afterAll, describe, expect, it } from 'vitest';
import { bitsPerValue, ratio } from '../../packages/contract/src/measures.ts';
import { parseResult } from '../../packages/contract/src/result-schema.ts';
import { readDocument } from '../documents.ts';
import { fencedBlocks } from '../markdown.ts';
import { readTutorial } from '../tutorial.ts';
import { ScratchCheckout } from './scratch-checkout.ts';

const page = readDocument('docs/writing-a-codec.md');
const steps = readTutorial(page).filter(({ files }) => files.length > 0);
const checkout = new ScratchCheckout();
afterAll(() => checkout.remove());

/** What the page says of a step that is meant to break a rule. */
const brokenRules: Readonly<Record<number, readonly string[]>> = { 1: ['compresses'] };

describe.for(steps.map((step, index) => [step.title, step, index + 1] as const))(
  '%s',
  ([title, step, number]) => {
    const broken = brokenRules[number] ?? [];

    it(broken.length === 0 ? 'builds, and its tests pass' : 'builds', () => {
      checkout.apply(step);
      if (broken.length === 0) checkout.test();
    });

    it('is checked as the page says', () => {
      const { stdout, code } = checkout.arena('check', 'my-codec');
      const shown = fencedBlocks(page).find(
        ({ section, text }) => section === title && text.startsWith('my-codec  solutions/my-codec'),
      );
      expect(withoutFigures(stdout)).toBe(withoutFigures(shown?.text ?? ''));
      const findings = [...stdout.matchAll(/^ {4}- (.*?):/gm)].map(([, what]) => what);
      expect({ code, findings }).toEqual({ code: broken.length === 0 ? 0 : 1, findings: broken });
    });

    it('has its bits where the page says', () => {
      const explained = fencedBlocks(page).find(
        ({ section, text }) => section === title && text.startsWith('bits/value'),
      );
      const { stdout } = checkout.arena('explain', 'my-codec', 'a25fca8c', '--quick');
      expect(stdout).toContain(explained?.text ?? 'a block of the page');
    });

    it('makes the bundled samples as small as the page says', () => {
      const [, shownRatio, shownBits] = /^\| [^|]*\| ([\d.]+) \| ([\d.]+) \|/.exec(rowOf(number)) ?? [];
      const { originalBytes, compressedBytes } = benchedBytes();
      expect(ratio(originalBytes, compressedBytes).toFixed(3)).toBe(shownRatio);
      expect(bitsPerValue(compressedBytes, originalBytes / 2).toFixed(2)).toBe(shownBits);
    });
  },
);

/** The line of the table at the end that is about a step. */
function rowOf(number: number): string {
  return page.split('\n').find((line) => line.startsWith(`| ${number} `)) ?? '';
}

/** Numbers of bytes, rules and seconds change without any harm to the page. */
function withoutFigures(text: string): string {
  return text.replace(/\d[\d. ]*\d|\d/g, 'N').trim();
}

/** Sums over the bundled samples, by the shortest bench there is. */
function benchedBytes(): { originalBytes: number; compressedBytes: number } {
  const shortest = [
    '--repeats',
    '1',
    '--time-budget-ms',
    '0',
    '--quiet-wait-ms',
    '0',
    '--timing-threads',
    '1',
  ];
  const { stdout } = checkout.arena('bench', 'my-codec', ...shortest, '--json', '-');
  const { corpus, solutions } = parseResult(JSON.parse(stdout), 'stdout');
  const compressed = solutions[0].trials.map((trial) =>
    trial.outcome === 'ok' ? trial.compressedBytes : Number.NaN,
  );
  return {
    originalBytes: sum(corpus.matrices.map(({ originalBytes }) => originalBytes)),
    compressedBytes: sum(compressed),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
