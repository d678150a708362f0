import { Input } from '../src/inspect/input.ts';
import { fieldOf } from '../src/inspect/numbers.ts';
import { SideInfo } from '../src/inspect/range-decoder.ts';
import { readPlain, Table } from '../src/inspect/rans.ts';
import { type Plan, predicted, readPlan } from '../src/inspect/side-info.ts';
import { readTable } from '../src/inspect/tables.ts';

/** Names of the features of the format that a sound frame of a matrix uses. */
export function featuresOf(frame: Uint8Array, matrixBytes: Uint8Array): string[] {
  const input = new Input(frame);
  input.take(4);
  const [rows, cols, codedWidth] = [input.varint(), input.varint(), input.varint()];
  const width = codedWidth || cols;
  input.take(4);
  const values = new Uint16Array(matrixBytes.slice().buffer);
  const size = width > 65_536 ? 2 ** 21 : Math.floor(2 ** 21 / width) * width;
  const features = [
    codedWidth === 0 ? [] : ['width of its own'],
    rows * cols > size ? ['several blocks'] : [],
  ];
  for (let at = 0; at < values.length; at += size) {
    const count = Math.min(size, values.length - at);
    const mode = input.number(1);
    if (mode === 0) input.take(2 * count);
    const payload = mode === 0 ? new Uint8Array() : input.take(input.number(4));
    features.push([['stored', 'planes', 'rows'][mode]]);
    if (mode === 1) features.push(featuresOfPlanes(payload, count));
    if (mode === 2) features.push(featuresOfRows(payload, values.subarray(at, at + count), width));
  }
  return features.flat();
}

function featuresOfPlanes(payload: Uint8Array, count: number): string[] {
  const isStored = payload[0] === 1;
  const side = new SideInfo(payload, isStored ? 1 + count : 1);
  if (!isStored) readTable(side);
  const form = ['exponents stored', 'exponents coded'][side.number()] ?? 'exponents in pairs';
  return [isStored ? 'rest stored' : 'rest coded', form];
}

function featuresOfRows(payload: Uint8Array, values: Uint16Array, cols: number): string[] {
  const side = new SideInfo(payload, 0);
  const plan = readPlan(side, values.length / cols, cols);
  const depths = depthsOf(payload, side.at, plan);
  const met: Record<string, boolean> = {
    masked: plan.mask !== undefined,
    'non-negative': plan.isNonNegative,
    means: plan.means.some((mean) => mean !== 0),
    'column scales': plan.columnScales.some((scale) => scale !== 0),
    basis: plan.coefficients?.some((row) => row.some((coefficient) => coefficient !== 0)) === true,
    grid: plan.grid !== undefined,
    'depths one by one': plan.depthCount > 0 && !(plan.depths instanceof Table),
    'depths as a stream': plan.depths instanceof Table,
    'depth of a zero': depths.includes(15),
    'depth of a small value': depths.some((depth) => depth !== 15),
    escapes: plan.escapes > 0,
    'mask beside a reference that counts as 0':
      plan.mask !== undefined && hasOddReference(plan, values, cols),
  };
  const actions = new Set(plan.rows.map(({ action }) => `action ${action}`));
  return [...Object.keys(met).filter((name) => met[name]), `shape ${plan.shape}`, ...actions];
}

function depthsOf(payload: Uint8Array, escapesAt: number, plan: Plan): number[] {
  const { depths, depthCount, escapes, lowBits } = plan;
  if (!(depths instanceof Table)) return [...depths];
  return [
    ...readPlain(payload, escapesAt + 2 * escapes + Math.ceil(lowBits / 8), depths, depthCount).symbols,
  ];
}

/** Whether a row is predicted from values that count as 0 and are not +0. */
function hasOddReference({ rows }: Plan, values: Uint16Array, cols: number): boolean {
  return rows.some(({ action, distance }, row) => {
    const reference = values.subarray((row - distance) * cols, (row - distance + 1) * cols);
    return action === predicted && reference.some((bits) => bits === 0x8000 || fieldOf(bits) >= 228);
  });
}
