import type { FramePartPlane } from '@matrix-arena/contract';
import { colours } from './colours.ts';
import type { Bounds, Breakdown } from './explain-figures.ts';
import { fixed, signed } from './format.ts';
import { tableText } from './table.ts';

/** The last block of a bar, in eighths. */
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const leastWidth = 10;
const mostWidth = 60;
/** What the other columns of the table take, beside the name. */
const figuresWidth = 48;

const paint: Record<FramePartPlane, (text: string) => string> = {
  sign: colours.cyan,
  exponent: colours.yellow,
  mantissa: colours.green,
  mixed: colours.magenta,
  overhead: colours.gray,
};

/** A bar of so many blocks for the whole; what is not nothing has an eighth of a block at least. */
export function bar(share: number, width: number): string {
  const parts = Math.round(8 * width * share);
  if (parts === 0) return share > 0 ? eighths[1] : '';
  return '█'.repeat(Math.floor(parts / 8)) + eighths[parts % 8];
}

/**
 * Bits per value by plane and part as bars, beside the bounds, all of them in bits per value.
 *
 * @param terminalWidth characters of a line
 */
export function breakdownTable(
  { bitsPerValue, bounds, gap, planes }: Breakdown,
  terminalWidth: number,
): string {
  const parts = planes ?? [];
  const nameWidth = Math.max(8, ...parts.flatMap((plane) => plane.parts.map(({ name }) => name.length + 2)));
  const width = Math.max(leastWidth, Math.min(mostWidth, terminalWidth - nameWidth - figuresWidth));
  const most = Math.max(...parts.map(({ bits }) => bits));
  // Where planes are mixed no plane's own bits can be held against its bound.
  const isApart = parts.every(({ plane }) => plane !== 'mixed');
  const rows = parts.flatMap(({ plane, bits, parts: own }) => {
    const bound = boundsOf(plane, bounds);
    const difference = isApart && bound !== null ? signed(bits - bound.orderZero, 2) : '';
    const subtotal = [
      plane,
      shortFixed(bits),
      paint[plane](bar(bits / most, width)),
      ...[fixedOrEmpty(bound?.orderZero), difference, fixedOrEmpty(bound?.givenExponent)],
    ];
    const single = own.length === 1 && own[0].name === plane;
    const details = single
      ? []
      : own.map(({ name, bits: partBits }) => [
          `  ${name}`,
          shortFixed(partBits),
          colours.dim(paint[plane](bar(partBits / most, width))),
          ...['', '', ''],
        ]);
    return [subtotal, ...details];
  });
  const missing = planes !== null ? [] : boundRows(bounds);
  const total = [
    'total',
    bitsPerValue.toFixed(2),
    '',
    ...[fixed(bounds.planesBound, 2), signed(gap, 2), fixed(bounds.givenExponentBound, 2)],
  ];
  return tableText(
    [
      { heading: 'bits/value', align: 'left' },
      { heading: '' },
      { heading: '', align: 'left' },
      ...['order-0', 'difference', 'given exponent'].map((heading) => ({ heading })),
    ],
    [...rows, ...missing, total],
  );
}

/** The bounds of planes of which nothing more is known. */
function boundRows(bounds: Bounds): string[][] {
  return (['sign', 'exponent', 'mantissa'] as const).map((plane) => {
    const bound = boundsOf(plane, bounds);
    return [plane, '', '', fixedOrEmpty(bound?.orderZero), '', fixedOrEmpty(bound?.givenExponent)];
  });
}

function boundsOf(
  plane: FramePartPlane,
  bounds: Bounds,
): { orderZero: number; givenExponent: number } | null {
  if (plane === 'sign') return { orderZero: bounds.sign, givenExponent: bounds.signGivenExponent };
  if (plane === 'exponent') return { orderZero: bounds.exponent, givenExponent: bounds.exponent };
  if (plane === 'mantissa')
    return { orderZero: bounds.mantissa, givenExponent: bounds.mantissaGivenExponent };
  return null;
}

const fixedOrEmpty = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(2));

/** What is there and would be shown as nothing is said to be less than the last digit. */
const shortFixed = (bits: number): string => (bits < 0.005 ? '<0.01' : bits.toFixed(2));
