import type { ImageGrid } from "./image-grid.ts";

export interface Lbp2dSettings {
  /** Voxels. */
  readonly radius: number;
  readonly samples: number;
  readonly method: "default" | "ror" | "uniform" | "var";
  /** The axis across the slices. */
  readonly across: 0 | 1 | 2;
}

type Writable = { [index: number]: number } & ArrayLike<number>;

/**
 * Local binary patterns within slices as PyRadiomics takes them from scikit-image (`local_binary_pattern`): samples on a
 * circle, at places rounded to five decimals, bilinear, 0 beyond the slice; a sample at least as bright as the voxel is
 * a 1. `default` is the binary number, `ror` the least of its rotations, `uniform` the number of ones where they
 * change at most twice around the circle and samples + 1 elsewhere, `var` the variance of the samples (NaN where
 * it is 0). The answer has the type of the image: in an integer image a variance loses its fraction. Ojala et
 * al., IEEE TPAMI 2002;24:971.
 */
export function localBinaryPattern2d(grid: ImageGrid, settings: Lbp2dSettings): ArrayLike<number> {
  const { data, dims } = grid;
  const { across } = settings;
  // The rows of a slice run along the slower of the other two axes of NumPy's (z, y, x) order; x and z change places.
  const [column, row] = across === 2 ? ([0, 1] as const) : across === 1 ? ([0, 2] as const) : ([2, 1] as const);
  const stride = [1, dims[0], dims[0] * dims[1]] as const;
  const [rows, columns] = [dims[row], dims[column]];
  const out = emptyLike(data);
  const slice = new Float64Array(rows * columns);
  const offsets = circle(settings.radius, settings.samples);
  for (let s = 0; s < dims[across]; s++) {
    const place = (r: number, c: number): number => s * stride[across] + r * stride[row] + c * stride[column];
    for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) slice[r * columns + c] = data[place(r, c)]!;
    const at = (r: number, c: number): number =>
      r < 0 || c < 0 || r >= rows || c >= columns ? 0 : slice[r * columns + c]!;
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++)
        out[place(r, c)] = codeOf(
          offsets.map((o) => bilinear(at, r + o.row, c + o.column)),
          at(r, c),
          settings.method,
        );
  }
  return out;
}

const emptyLike = (data: ArrayLike<number>): Writable => {
  const Type = data.constructor as new (length: number) => Writable;
  return new Type(data.length);
};

const circle = (radius: number, samples: number): readonly { row: number; column: number }[] =>
  Array.from({ length: samples }, (_, n) => {
    const angle = (2 * Math.PI * n) / samples;
    const rounded = (x: number): number => Math.round(x * 1e5) / 1e5;
    return { row: rounded(-radius * Math.sin(angle)), column: rounded(radius * Math.cos(angle)) };
  });

function bilinear(at: (r: number, c: number) => number, r: number, c: number): number {
  const [r0, c0, r1, c1] = [Math.floor(r), Math.floor(c), Math.ceil(r), Math.ceil(c)];
  const [dr, dc] = [r - r0, c - c0];
  const top = (1 - dc) * at(r0, c0) + dc * at(r0, c1);
  const bottom = (1 - dc) * at(r1, c0) + dc * at(r1, c1);
  return (1 - dr) * top + dr * bottom;
}

function codeOf(samples: readonly number[], centre: number, method: Lbp2dSettings["method"]): number {
  const count = samples.length;
  if (method === "var") {
    const sum = samples.reduce((s, x) => s + x, 0);
    const squares = samples.reduce((s, x) => s + x * x, 0);
    const variance = (squares - (sum * sum) / count) / count;
    return variance === 0 ? Number.NaN : variance;
  }
  const ones = samples.map((x) => x >= centre);
  if (method === "uniform") {
    const changes = ones.reduce((sum, is, n) => sum + (n > 0 && is !== ones[n - 1] ? 1 : 0), 0);
    return changes <= 2 ? ones.filter(Boolean).length : count + 1;
  }
  let code = ones.reduce((sum, is, n) => sum + (is ? 2 ** n : 0), 0);
  if (method === "default") return code;
  let least = code;
  for (let turn = 1; turn < count; turn++) {
    code = Math.floor(code / 2) + (code % 2) * 2 ** (count - 1);
    least = Math.min(least, code);
  }
  return least;
}
