import { type BiasSettings, refuse } from "@nadir/domain";
import { type Volume, withData } from "@nadir/imaging";
import { type References, referenceVoxels } from "../modality/references.ts";
import { otsuThreshold } from "./otsu.ts";

/** At most this many voxels decide the field; evenly taken, so that the same image always gives the same field. */
const MOST_VOXELS = 40_000;
const ROUNDS = 40;
/** The field stands when no voxel's logarithm moves by more than this in a round. */
const STILL = 1e-5;

export interface BiasCorrected {
  /** The image divided by the field; voxels that are not above 0 stay as they are. */
  readonly image: Volume;
  /** The field, with geometric mean 1 over the voxels that it was fitted on. */
  readonly field: Volume;
  readonly rounds: number;
}

/**
 * Takes a smooth multiplicative field out of an image. In the logarithm the image is tissue + field: in turn, tissues are
 * told apart as `classes` of the corrected intensities (nearest mean), and a polynomial of the given total
 * degree is fitted to what is left of each voxel beyond its class's mean (as Wells et al., IEEE TMI 1996;15:429, with hard
 * classes, and Van Leemput et al., IEEE TMI 1999;18:897, for the polynomial). It cannot tell a field from tissue that
 * itself changes smoothly over the whole region. Refuses `BIAS_TOO_FEW_VOXELS`, `REFERENCE_MISSING`.
 */
export function correctBias(image: Volume, settings: BiasSettings, references: References = {}): BiasCorrected {
  const { degree, classes } = settings;
  const inside = maskOf(image, settings, references);
  const powers = powersUpTo(degree, image.dims);
  const all: number[] = [];
  for (let p = 0; p < image.data.length; p++) if (inside(p) && image.data[p]! > 0) all.push(p);
  const step = Math.max(1, all.length / MOST_VOXELS);
  const at = Array.from({ length: Math.floor(all.length / step) }, (_, n) => all[Math.floor(n * step)]!);
  if (at.length < 20 * powers.length)
    refuse(
      "BIAS_TOO_FEW_VOXELS",
      `A bias field of degree ${degree} has ${powers.length} coefficients, but only ${at.length} voxels of the image lie above 0 where it is fitted; take a lower degree or a larger region.`,
    );
  const terms = at.map((p) => termsAt(p, image, powers));
  const signal = Float64Array.from(at, (p) => Math.log(image.data[p]!));
  const normal = normalEquations(terms);
  let weights: Float64Array = new Float64Array(powers.length);
  let means = quantiles(signal, classes);
  let rounds = 0;
  for (let moved = Number.POSITIVE_INFINITY; rounds < ROUNDS && moved > STILL; rounds++) {
    const corrected = signal.map((x, n) => x - dot(terms[n]!, weights));
    means = classMeans(corrected, means);
    const bounds = middles(means);
    const left = signal.map((x, n) => x - means[classOf(corrected[n]!, bounds)]!);
    const fitted = solve(normal, terms, left);
    moved = 0;
    for (let n = 0; n < terms.length; n += 7)
      moved = Math.max(moved, Math.abs(dot(terms[n]!, fitted) - dot(terms[n]!, weights)));
    weights = fitted;
  }
  const middle = terms.reduce((a, t) => a + dot(t, weights), 0) / terms.length;
  const field = new Float64Array(image.data.length);
  const out = new Float64Array(image.data.length);
  for (let p = 0; p < field.length; p++) {
    field[p] = Math.exp(dot(termsAt(p, image, powers), weights) - middle);
    const x = image.data[p]!;
    out[p] = x > 0 ? x / field[p]! : x;
  }
  return { image: withData(image, out), field: withData(image, field), rounds };
}

function maskOf(image: Volume, { over }: BiasSettings, references: References): (p: number) => boolean {
  if (over === "foreground") {
    const least = otsuThreshold(image.data);
    return (p) => image.data[p]! > least;
  }
  const mask = references[over.reference];
  if (!mask)
    return refuse(
      "REFERENCE_MISSING",
      `The bias field is to be fitted in the reference mask '${over.reference}', which was not given.`,
      {
        expected: `a mask for the role '${over.reference}'`,
      },
    );
  referenceVoxels(mask, over.reference);
  return (p) => mask.data[p] !== 0;
}

/** Exponents of x, y, z up to a total degree, without the constant (it belongs to the tissue), along axes with several slices. */
function powersUpTo(degree: number, dims: Volume["dims"]): readonly (readonly [number, number, number])[] {
  const out: [number, number, number][] = [];
  for (let a = 0; a <= degree; a++)
    for (let b = 0; a + b <= degree; b++)
      for (let c = 0; a + b + c <= degree; c++)
        if (a + b + c > 0 && [a, b, c].every((n, x) => n === 0 || dims[x]! > n)) out.push([a, b, c]);
  return out;
}

/** The polynomial's terms at a voxel, of coordinates from −1 to 1 over the image. */
function termsAt(p: number, { dims }: Volume, powers: readonly (readonly [number, number, number])[]): Float64Array {
  const index = [p % dims[0], Math.floor(p / dims[0]) % dims[1], Math.floor(p / (dims[0] * dims[1]))];
  const [x, y, z] = index.map((i, n) => (dims[n]! > 1 ? (2 * i) / (dims[n]! - 1) - 1 : 0)) as [number, number, number];
  return Float64Array.from(powers, ([a, b, c]) => x ** a * y ** b * z ** c);
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += a[n]! * b[n]!;
  return sum;
};

const classOf = (x: number, bounds: readonly number[]): number => {
  let n = 0;
  while (n < bounds.length && x > bounds[n]!) n++;
  return n;
};

/** Where the classes begin: in the middle of equal shares of the sorted values. */
function quantiles(values: Float64Array, classes: number): number[] {
  const sorted = values.slice().sort();
  return Array.from({ length: classes }, (_, n) => sorted[Math.floor(((n + 0.5) * sorted.length) / classes)]!);
}

const middles = (means: readonly number[]): number[] => means.slice(1).map((m, n) => (m + means[n]!) / 2);

const LLOYD_ROUNDS = 8;

/** Means of the classes after some rounds of Lloyd's algorithm from where they were; a class that has emptied keeps its place. */
function classMeans(values: Float64Array, from: readonly number[]): number[] {
  let means = [...from];
  for (let round = 0; round < LLOYD_ROUNDS; round++) {
    const bounds = middles(means);
    const sums = new Float64Array(means.length);
    const counts = new Float64Array(means.length);
    for (const x of values) {
      const n = classOf(x, bounds);
      sums[n]! += x;
      counts[n]!++;
    }
    means = means.map((m, n) => (counts[n]! > 0 ? sums[n]! / counts[n]! : m));
  }
  return means;
}

interface Normal {
  readonly size: number;
  readonly centre: Float64Array;
  /** Lower triangle of the Cholesky factor. */
  readonly factor: Float64Array;
}

/** The normal equations of the centred terms, factored once (Cholesky). */
function normalEquations(terms: readonly Float64Array[]): Normal {
  const size = terms[0]!.length;
  const centre = new Float64Array(size);
  for (const t of terms) for (let a = 0; a < size; a++) centre[a]! += t[a]! / terms.length;
  const m = new Float64Array(size * size);
  for (const t of terms)
    for (let a = 0; a < size; a++)
      for (let b = 0; b <= a; b++) m[a * size + b]! += (t[a]! - centre[a]!) * (t[b]! - centre[b]!);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = m[a * size + b]!;
      for (let c = 0; c < b; c++) sum -= m[a * size + c]! * m[b * size + c]!;
      // A term that hardly varies over the region gets hardly any weight.
      m[a * size + b] = a === b ? Math.sqrt(Math.max(sum, 1e-9 * terms.length)) : sum / m[b * size + b]!;
    }
  }
  return { size, centre, factor: m };
}

function solve({ size, centre, factor }: Normal, terms: readonly Float64Array[], left: Float64Array): Float64Array {
  const mean = left.reduce((a, x) => a + x, 0) / left.length;
  const x = new Float64Array(size);
  for (let n = 0; n < terms.length; n++)
    for (let a = 0; a < size; a++) x[a]! += (terms[n]![a]! - centre[a]!) * (left[n]! - mean);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < a; b++) x[a]! -= factor[a * size + b]! * x[b]!;
    x[a]! /= factor[a * size + a]!;
  }
  for (let a = size - 1; a >= 0; a--) {
    for (let b = a + 1; b < size; b++) x[a]! -= factor[b * size + a]! * x[b]!;
    x[a]! /= factor[a * size + a]!;
  }
  return x;
}
