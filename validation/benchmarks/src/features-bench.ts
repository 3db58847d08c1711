/**
 * Feature extraction against node's own gunzip of the image, in one run: job A (107 original features, arrays in
 * memory, warm), B (the same from two files), C (original, 8 wavelet sub-bands, LoG 1, 3, 5 mm from files; 1,130 features).
 * Input: ../shared/data/bench/large-brain-*.nii.gz. Prints milliseconds and multiples of the gunzip time.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { extract, parseConfig } from "@nadir/features";
import { readVolume, type Volume } from "@nadir/imaging";

const bench = fileURLToPath(new URL("../../../../shared/data/bench/", import.meta.url));
if (!existsSync(bench)) {
  console.log("No ../shared/data/bench beside the repository: nothing to measure.");
  process.exit(0);
}

const bytes = (name: string): Buffer => readFileSync(`${bench}large-brain-${name}.nii.gz`);
const read = (name: string): Volume => readVolume(bytes(name), gunzipSync);
const config = (imageType: object) =>
  parseConfig({ profile: "pyradiomics", pyradiomics: { setting: { binWidth: 25 }, imageType } });
const original = config({ Original: {} });
const everything = config({ Original: {}, Wavelet: {}, LoG: { sigma: [1, 3, 5] } });

/** The least of several runs: what the code needs when nothing else has the processor. */
function least(runs: number, job: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let n = 0; n < runs; n++) {
    const start = performance.now();
    job();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

const compressed = bytes("image");
const image = read("image");
const mask = read("mask");
const count = (got: { values: readonly unknown[] }, expected: number): void => {
  if (got.values.length !== expected) throw new Error(`${got.values.length} features, not ${expected}`);
};
const yard = least(5, () => void gunzipSync(compressed));
const jobs = [
  ["A", 0.8, least(12, () => count(extract({ image, mask, label: 1, config: original }), 107))],
  [
    "B",
    2.2,
    least(4, () => count(extract({ image: read("image"), mask: read("mask"), label: 1, config: original }), 107)),
  ],
  [
    "C",
    9,
    least(3, () => count(extract({ image: read("image"), mask: read("mask"), label: 1, config: everything }), 1130)),
  ],
] as const;
console.log(`gunzip ${yard.toFixed(1)} ms`);
for (const [name, goal, ms] of jobs)
  console.log(`${name}  ${ms.toFixed(1)} ms  ${(ms / yard).toFixed(2)}x  (goal ${goal}x)`);
console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
