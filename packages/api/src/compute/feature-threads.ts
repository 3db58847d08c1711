import { fileURLToPath } from "node:url";
import { type FeatureResult, Refusal } from "@nadir/domain";
import { type ExtractInput, isShareable, joinShares, type ProfileShare, parseConfig } from "@nadir/features";
import { knownVoxelHash, rememberVoxelHash, type Volume, type Voxels } from "@nadir/imaging";
import { Piscina } from "piscina";
import type { SharedExtraction, SharedVolume, ThreadAnswer } from "./thread-messages.ts";
import { hashOfVoxels, unpackVolume } from "./volume-bytes.ts";

/** Pieces of one region's work at most: shape, ten types of images, and each scale of the LoG. */
const MOST_PIECES = 4096;

/** Room for what a region leaves behind: with less, threads collect garbage again and again, and in each other's way. */
const YOUNG_MB = 128;

/** Threads that compute features; voxels are shared, so that every thread reads one copy. */
export class FeatureThreads {
  private readonly pool: Piscina;
  private readonly shared = new WeakMap<Volume, Volume>();
  /** Memory that held the mask of a region done, by its size in bytes. */
  private readonly spare = new Map<number, SharedArrayBuffer[]>();

  constructor(readonly count: number) {
    this.pool = new Piscina({
      filename: fileURLToPath(new URL("./feature-worker.mjs", import.meta.url)),
      minThreads: count,
      maxThreads: count,
      idleTimeout: Number.POSITIVE_INFINITY,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    // The answer of a task that was aborted may come all the same: it is nobody's any more, and no fault.
    this.pool.on("error", (error: Error) => {
      if (!error.message.startsWith("Unexpected message from Worker")) throw error;
    });
  }

  /**
   * As `extract`, with the images of the configuration spread over the threads, each taking the next when it is free: the
   * same bytes. Refuses what it refuses. An abort is heeded between images; the promise then rejects with an AbortError.
   */
  async extract(
    { image, mask, label, config = parseConfig({}) }: ExtractInput,
    signal?: AbortSignal,
  ): Promise<FeatureResult> {
    const given: SharedExtraction = { image: this.share(image), mask: this.share(mask), label, config };
    if (!isShareable(config)) return this.run<FeatureResult>("region", given, signal);
    const taken = new Int8Array(new SharedArrayBuffer(MOST_PIECES));
    const shares = Promise.all(
      Array.from({ length: this.count }, () => this.run<ProfileShare>("share", { ...given, taken }, signal)),
    );
    // While the threads compute: this one has nothing else to do.
    const [imageVoxelHash, maskVoxelHash] = [this.hashed(image), this.hashed(mask)];
    const joined = joinShares(image, config, await shares);
    return { ...joined, provenance: { ...joined.provenance, imageVoxelHash, maskVoxelHash } };
  }

  /**
   * As `extract`, from the bytes of stored files (.nii, .nii.gz, .nrrd): both are unpacked at the same time.
   * Refuses what `readVolume` refuses.
   */
  async extractFiles(
    files: { readonly image: Uint8Array; readonly mask: Uint8Array } & Omit<ExtractInput, "image" | "mask">,
    signal?: AbortSignal,
  ): Promise<FeatureResult> {
    const [image, mask] = await Promise.all([unpackVolume(files.image), unpackVolume(files.mask)]);
    return this.extract({ ...files, image, mask }, signal);
  }

  /**
   * As `extract` on one thread, for callers that have many regions to spread. The image is shared once; a mask's memory is
   * used again for the next mask of its size, so that any number of regions takes the memory of as many as run at once.
   */
  async region(
    { image, mask, label, config = parseConfig({}) }: ExtractInput,
    signal?: AbortSignal,
  ): Promise<FeatureResult> {
    const memory = this.spare.get(mask.data.byteLength)?.pop() ?? new SharedArrayBuffer(mask.data.byteLength);
    const lent = { volume: { ...mask, data: inSharedMemory(mask.data, memory) }, hash: knownVoxelHash(mask) ?? null };
    const answer = await this.run<FeatureResult>(
      "region",
      { image: this.share(image), mask: lent, label, config },
      signal,
    );
    // Only after an answer: a thread whose task was aborted may still read.
    const spare = this.spare.get(memory.byteLength) ?? [];
    if (spare.length < this.count) this.spare.set(memory.byteLength, [...spare, memory]);
    return answer;
  }

  /** Runs one of the thread's functions. */
  async run<T>(name: "region" | "share" | "task", given: unknown, signal?: AbortSignal): Promise<T> {
    const answer = (await this.pool.run(given, { name, ...(signal ? { signal } : {}) })) as ThreadAnswer<T>;
    if ("problems" in answer) throw new Refusal(answer.problems);
    return answer.result;
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }

  /** The volume in shared memory; copied there once. */
  private share(volume: Volume): SharedVolume {
    const memory = this.shared.get(volume) ?? {
      ...volume,
      data: inSharedMemory(volume.data, new SharedArrayBuffer(volume.data.byteLength)),
    };
    this.shared.set(volume, memory);
    return { volume: memory, hash: knownVoxelHash(volume) ?? null };
  }

  private hashed(volume: Volume): string {
    const hash = knownVoxelHash(volume) ?? hashOfVoxels(volume);
    rememberVoxelHash(volume, hash);
    return hash;
  }
}

function inSharedMemory(data: Voxels, memory: SharedArrayBuffer): Voxels {
  const copy = new (data.constructor as new (buffer: SharedArrayBuffer) => Voxels)(memory);
  copy.set(data);
  return copy;
}
