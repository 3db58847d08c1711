import { fileURLToPath } from "node:url";
import { type FeatureResult, Refusal } from "@nadir/domain";
import { type ExtractInput, joinParts, parseConfig, partsOf } from "@nadir/features";
import { knownVoxelHash, type Volume, type Voxels } from "@nadir/imaging";
import { Piscina } from "piscina";
import type { SharedVolume, ThreadAnswer } from "./thread-messages.ts";
import { hashOfVoxels } from "./volume-bytes.ts";

/** Threads that compute features; voxels are shared, so that every thread reads one copy. */
export class FeatureThreads {
  private readonly pool: Piscina;
  private readonly shared = new WeakMap<Volume, SharedVolume>();
  /** Memory that held the mask of a region done, by its size in bytes. */
  private readonly spare = new Map<number, SharedArrayBuffer[]>();

  constructor(readonly count: number) {
    this.pool = new Piscina({
      filename: fileURLToPath(new URL("./feature-worker.mjs", import.meta.url)),
      minThreads: count,
      maxThreads: count,
      idleTimeout: Number.POSITIVE_INFINITY,
    });
    // The answer of a task that was aborted may come all the same: it is nobody's any more, and no fault.
    this.pool.on("error", (error: Error) => {
      if (!error.message.startsWith("Unexpected message from Worker")) throw error;
    });
  }

  /**
   * As `extract`, with the images of the configuration spread over the threads: the same bytes. Refuses what it refuses.
   * An abort is heeded between images; the promise then rejects with an AbortError.
   */
  async extract(
    { image, mask, label, config = parseConfig({}) }: ExtractInput,
    signal?: AbortSignal,
  ): Promise<FeatureResult> {
    const parts = partsOf(config, this.count);
    const [sharedImage, sharedMask] = [this.share(image), this.share(mask)];
    const results = await Promise.all(
      parts.map((part) =>
        this.run<FeatureResult>("region", { image: sharedImage, mask: sharedMask, label, config: part.config }, signal),
      ),
    );
    return joinParts(config, parts, results);
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
  async run<T>(name: "region" | "task", given: unknown, signal?: AbortSignal): Promise<T> {
    const answer = (await this.pool.run(given, { name, ...(signal ? { signal } : {}) })) as ThreadAnswer<T>;
    if ("problems" in answer) throw new Refusal(answer.problems);
    return answer.result;
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }

  /** The volume in shared memory; copied there once. */
  private share(volume: Volume): SharedVolume {
    const known = this.shared.get(volume);
    if (known) return known;
    const memory = new SharedArrayBuffer(volume.data.byteLength);
    const hash = knownVoxelHash(volume) ?? hashOfVoxels(volume);
    const made = { volume: { ...volume, data: inSharedMemory(volume.data, memory) }, hash };
    this.shared.set(volume, made);
    return made;
  }
}

function inSharedMemory(data: Voxels, memory: SharedArrayBuffer): Voxels {
  const copy = new (data.constructor as new (buffer: SharedArrayBuffer) => Voxels)(memory);
  copy.set(data);
  return copy;
}
