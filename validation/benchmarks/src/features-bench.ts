/**
 * Feature extraction against node's own gunzip of the image, in one run: job A (107 original features, arrays in
 * memory, warm), B (the same from two files), C (original, 8 wavelet sub-bands, LoG 1, 3, 5 mm from files; 1,130
 * features), D (as C, over two threads), and a cohort of 200 regions on one thread and on two. Everything in A to C runs on
 * the one thread, reading, unpacking and hashing of the files included.
 * Input: ../shared/data/bench/large-brain-*.nii.gz. Prints milliseconds and multiples of the gunzip time, by the clock
 * and by the processor time of the process (which another's work on the machine lengthens less, and which counts what
 * node's own helper threads do: collecting garbage, compiling). `features-bench.ts ABCD` or `cohort` runs these only.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { FeatureThreads, volumeFromBytes } from "@nadir/api/compute";
import { extract, parseConfig } from "@nadir/features";
import { regionOf, type Volume, withData } from "@nadir/imaging";

const bench = fileURLToPath(new URL("../../../../shared/data/bench/", import.meta.url));
if (!existsSync(bench)) {
  console.log("No ../shared/data/bench beside the repository: nothing to measure.");
  process.exit(0);
}

const bytes = (name: string): Buffer => readFileSync(`${bench}large-brain-${name}.nii.gz`);
/** As the platform reads a stored volume: decompressed, hashed, voxels in place. */
const read = (name: string): Volume => volumeFromBytes(bytes(name));
const wanted = process.argv[2] ?? "ABCD cohort";
const config = (imageType: object) =>
  parseConfig({ profile: "pyradiomics", pyradiomics: { setting: { binWidth: 25 }, imageType } });
const original = config({ Original: {} });
const everything = config({ Original: {}, Wavelet: {}, LoG: { sigma: [1, 3, 5] } });

interface Time {
  readonly wall: number;
  readonly processor: number;
}

/** The least of several runs, ms: what the code needs when nothing else has the processor. */
async function least(runs: number, job: () => unknown): Promise<Time> {
  let [wall, processor] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let n = 0; n < runs; n++) {
    const used = process.cpuUsage();
    const start = performance.now();
    await job();
    wall = Math.min(wall, performance.now() - start);
    const { user, system } = process.cpuUsage(used);
    processor = Math.min(processor, (user + system) / 1000);
  }
  return { wall, processor };
}

const compressed = bytes("image");
const image = read("image");
const mask = read("mask");
const count = (got: { values: readonly unknown[] }, expected: number): void => {
  if (got.values.length !== expected) throw new Error(`${got.values.length} features, not ${expected}`);
};
const unzip = (): Promise<Time> => least(5, () => gunzipSync(compressed));
const peak = (): string => `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`;

/** The yardstick is taken before and after each job, the lesser counts: another's work on the machine hits both alike. */
async function job(name: string, goal: number, runs: number, work: () => unknown): Promise<void> {
  if (!wanted.includes(name)) return;
  const before = await unzip();
  const { wall, processor } = await least(runs, work);
  const after = await unzip();
  const yard = Math.min(before.wall, after.wall);
  const processorYard = Math.min(before.processor, after.processor);
  console.log(
    `${name}  ${wall.toFixed(1)} ms  ${(wall / yard).toFixed(2)}x  (goal ${goal}x; gunzip ${yard.toFixed(1)} ms; by processor time ${(processor / processorYard).toFixed(2)}x)`,
  );
}

await job("A", 0.8, 15, () => count(extract({ image, mask, label: 1, config: original }), 107));
await job("B", 2.2, 6, () =>
  count(extract({ image: read("image"), mask: read("mask"), label: 1, config: original }), 107),
);
await job("C", 9, 4, () =>
  count(extract({ image: read("image"), mask: read("mask"), label: 1, config: everything }), 1130),
);
if (wanted.includes("C")) console.log(`peak memory after C ${peak()}`);

const two = new FeatureThreads(2);
const spread = async () =>
  count(await two.extractFiles({ image: bytes("image"), mask: bytes("mask"), label: 1, config: everything }), 1130);
// Each thread meets half of the code as often as this one did in C, so that it is compiled by then.
if (wanted.includes("D")) for (let n = 0; n < 10; n++) await spread();
await job("D", 5.2, 8, spread);
if (wanted.includes("D")) console.log(`peak memory after D ${peak()}`);

/** 200 regions: a ball of 9 voxels' radius about each of as many voxels of the region, evenly drawn. */
const whole = regionOf(mask, 1);
const inside: number[] = [];
for (let p = 0; p < whole.bits.length; p++) if (whole.bits[p]) inside.push(p);
const REGIONS = 200;
const RADIUS = 9;
function ball(n: number): Volume {
  const p = inside[Math.floor(((n + 0.5) / REGIONS) * inside.length)]!;
  const [ni, nj] = whole.dims;
  const centre = [p % ni, Math.floor(p / ni) % nj, Math.floor(p / (ni * nj))].map((x, a) => x + whole.box.min[a]!);
  const data = new Uint8Array(mask.data.length);
  for (let k = -RADIUS; k <= RADIUS; k++)
    for (let j = -RADIUS; j <= RADIUS; j++)
      for (let i = -RADIUS; i <= RADIUS; i++) {
        if (i * i + j * j + k * k > RADIUS * RADIUS) continue;
        const at = [centre[0]! + i, centre[1]! + j, centre[2]! + k];
        if (at.every((x, a) => x >= 0 && x < mask.dims[a]!))
          data[at[0]! + mask.dims[0] * (at[1]! + mask.dims[1] * at[2]!)] = 1;
      }
  return withData(mask, data);
}
async function cohort(threads: FeatureThreads): Promise<number> {
  const start = performance.now();
  let next = 0;
  const config = parseConfig({
    profile: "pyradiomics",
    pyradiomics: { setting: { binWidth: 5 }, imageType: { Original: {}, Square: {}, Gradient: {} } },
  });
  await Promise.all(
    Array.from({ length: threads.count }, async () => {
      for (let n = next++; n < REGIONS; n = next++) await threads.region({ image, mask: ball(n), label: 1, config });
    }),
  );
  return performance.now() - start;
}
if (wanted.includes("cohort")) {
  const one = new FeatureThreads(1);
  await cohort(one);
  const memoryBefore = process.memoryUsage().rss;
  await cohort(two);
  const alone = Math.min(await cohort(one), await cohort(one));
  const both = Math.min(await cohort(two), await cohort(two));
  console.log(
    `cohort of ${REGIONS} regions: one thread ${alone.toFixed(0)} ms, two ${both.toFixed(0)} ms, ${(alone / both).toFixed(2)} times (goal 1.85); memory ${((process.memoryUsage().rss - memoryBefore) / 1048576).toFixed(0)} MB more after five cohorts`,
  );
  await one.close();
}
await two.close();
