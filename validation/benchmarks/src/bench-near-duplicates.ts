/**
 * The search for copies among 5,000 images at lock: fingerprints of 5,000 volumes, all 2,500 × 2,500 pairs of development
 * and test compared, 25 planted copies to be found; then 2,500 × 2,500 subjects by 300 features each.
 * Promise: under a minute. The volumes share one anatomy, as scans of one organ do. Yardstick: the same pairs by the plain
 * definition, measured on a tenth of each side and multiplied by a hundred.
 */

import { nearFeatures, nearPairs } from "@nadir/harness";
import { imageFingerprint, makeVolume } from "@nadir/imaging";
import { conclude, timed } from "./measure.ts";

const HALF = 2500;
const COPIES = 25;
const FEATURES = 300;
const dims = [64, 64, 40] as const;

let state = 20_240_501;
/** A small generator is enough here: nothing is concluded from the numbers. */
const uniform = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};

const anatomy = Float32Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, at) => {
  const [i, j, k] = [at % 64, Math.floor(at / 64) % 64, Math.floor(at / 4096)];
  return (
    100 * Math.exp(-((i - 32) ** 2 + (j - 30) ** 2 + 2 * (k - 20) ** 2) / 500) + 20 * Math.sin(i / 5) * Math.cos(j / 7)
  );
});
/** Differences between patients at the scale of organs, and fine noise. */
function patient(): Float32Array {
  const waves = [0, 1, 2].map((axis) =>
    Float32Array.from({ length: dims[axis]! }, () => 0).map(
      (() => {
        const [a, b] = [3 + 6 * uniform(), 2 * Math.PI * uniform()];
        return (_: number, at: number) => Math.sin(at / a + b);
      })(),
    ),
  );
  const data = new Float32Array(anatomy.length);
  let at = 0;
  for (let k = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, at++)
        data[at] =
          anatomy[at]! + 60 * waves[0]![i]! * waves[1]![j]! + 40 * waves[1]![j]! * waves[2]![k]! + 4 * uniform();
  return data;
}

const prints: Float32Array[] = [];
let makingMs = 0;
const printingMs = await timed(async () => {
  for (let n = 0; n < 2 * HALF; n++) {
    let data: Float32Array = anatomy;
    makingMs += await timed(async () => {
      data = patient();
    });
    prints.push(imageFingerprint(makeVolume({ data, dims, spacing: [1, 1, 2] }))!);
  }
});
const development = prints.slice(0, HALF);
const test = prints.slice(HALF);
for (let n = 0; n < COPIES; n++) test[n * 90] = development[n * 70]!.map((v) => v * (1 + 1e-6));

let found: ReturnType<typeof nearPairs> = [];
const imagesMs = await timed(async () => {
  found = nearPairs(development, test);
});
// Waves drawn at random can come out alike; what is found must be near by the definition, and no planted copy be missed.
const dotOf = (u: Float32Array, v: Float32Array) => u.reduce((s, x, c) => s + x * v[c]!, 0);
const wrong = found.filter((p) => dotOf(development[p.a]!, test[p.b]!) < 0.9899).length;
const missed = Array.from({ length: COPIES }, (_, n) => n).filter(
  (n) => !found.some((p) => p.a === n * 70 && p.b === n * 90),
).length;
const plainMs = await timed(async () => {
  for (const u of development.slice(0, HALF / 10))
    for (const v of test.slice(0, HALF / 10)) {
      let dot = 0;
      for (let c = 0; c < u.length; c++) dot += u[c]! * v[c]!;
      if (dot > 2) throw new Error("unit vectors do not reach further than 1");
    }
});

const subject = (key: string) => ({
  key,
  figures: new Map(Array.from({ length: FEATURES }, (_, f) => [`f${f}`, 100 + 20 * uniform()] as const)),
});
const a = Array.from({ length: HALF }, (_, n) => subject(`D${n}`));
const b = Array.from({ length: HALF }, (_, n) => (n < COPIES ? { ...a[n * 70]!, key: `T${n}` } : subject(`T${n}`)));
let alike = 0;
const featuresMs = await timed(async () => {
  alike = nearFeatures(a, b).length;
});
if (wrong + missed > 0 || alike !== COPIES)
  throw new Error(
    `Of ${COPIES} copies ${missed} were missed by image and ${COPIES - alike} by features; ${wrong} others named.`,
  );

conclude({
  name: "near-duplicates among 5,000 images, and 2,500 × 2,500 subjects by features",
  targetMs: 60_000,
  measuredMs: printingMs - makingMs + imagesMs + featuresMs,
  baseline: { what: "the plain comparison of all pairs of images", ms: plainMs * 100 },
  detail: {
    printingMs: printingMs - makingMs,
    imagesMs,
    featuresMs,
    voxels: dims.join("×"),
    found: found.length,
    alike,
  },
});
