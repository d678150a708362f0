import { clamp, quarterPower } from './numbers.ts';

const f32 = Math.fround;

/** Up to 16 vectors that belong together, learned from the rows so far. */
export class Basis {
  private readonly vectors: Float32Array[] = [];
  private readonly weights: Float32Array;

  constructor(
    private readonly scaleBase: number,
    columnScales: readonly number[],
  ) {
    this.weights = Float32Array.from(columnScales, (scale) => {
      const e = clamp(scaleBase + scale, -500, 500);
      return quarterPower(-e);
    });
  }

  /** Whether it learns nothing more. */
  isFull(): boolean {
    return this.vectors.length === 16;
  }

  /** Adds what the coefficients of a row say to its prediction. */
  addTo(prediction: Float32Array, coefficients: readonly number[], rowScale: number): void {
    const step = f32(quarterPower(rowScale - this.scaleBase + 5));
    const sum = new Float32Array(prediction.length);
    this.vectors.forEach((vector, i) => {
      addTimes(sum, f32(coefficients[i] * step), vector);
    });
    for (let col = 0; col < prediction.length; col++) {
      prediction[col] = f32(prediction[col] + f32(sum[col] * f32(1 / this.weights[col])));
    }
  }

  learn(row: Float32Array, prediction: Float32Array): void {
    if (this.isFull()) return;
    const rest = row.map((value, col) => f32(f32(value - prediction[col]) * this.weights[col]));
    const before = product(rest, rest);
    for (const vector of this.vectors) {
      addTimes(rest, -product(vector, rest), vector);
    }
    const energy = product(rest, rest);
    if (energy > f32(f32(1e-8) * before) && energy > f32(1e-30) && energy < f32(1e30)) {
      const factor = f32(1 / f32(Math.sqrt(energy)));
      this.vectors.push(rest.map((value) => f32(factor * value)));
    }
  }
}

function addTimes(row: Float32Array, factor: number, vector: Float32Array): void {
  for (let col = 0; col < row.length; col++) row[col] = f32(row[col] + f32(factor * vector[col]));
}

function product(a: Float32Array, b: Float32Array): number {
  const lanes = new Float32Array(8);
  for (let col = 0; col < a.length; col++) lanes[col % 8] = f32(lanes[col % 8] + f32(a[col] * b[col]));
  const four = [0, 1, 2, 3].map((lane) => f32(lanes[lane] + lanes[lane + 4]));
  return f32(f32(four[0] + four[2]) + f32(four[1] + four[3]));
}
