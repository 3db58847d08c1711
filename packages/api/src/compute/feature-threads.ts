import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { type FeatureResult, Refusal } from "@nadir/domain";
import { type ExtractInput, joinParts, parseConfig, partsOf } from "@nadir/features";
import { type Volume, type Voxels, voxelBytes } from "@nadir/imaging";
import { Piscina } from "piscina";
import type { SharedVolume, ThreadAnswer } from "./thread-messages.ts";

/** Threads that compute features; voxels are shared, so that every thread reads one copy. */
export class FeatureThreads {
  private readonly pool: Piscina;
  private readonly shared = new WeakMap<Volume, SharedVolume>();

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

  /** As `extract` on one thread, for callers that have many regions to spread. */
  region({ image, mask, label, config = parseConfig({}) }: ExtractInput, signal?: AbortSignal): Promise<FeatureResult> {
    return this.run<FeatureResult>(
      "region",
      { image: this.share(image), mask: this.share(mask), label, config },
      signal,
    );
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
    const made = { volume: { ...volume, data: inSharedMemory(volume.data) }, hash: sha256(volume) };
    this.shared.set(volume, made);
    return made;
  }
}

const sha256 = (volume: Volume): string => createHash("sha256").update(voxelBytes(volume)).digest("hex");

function inSharedMemory(data: Voxels): Voxels {
  const memory = new SharedArrayBuffer(data.byteLength);
  const copy = new (data.constructor as new (buffer: SharedArrayBuffer) => Voxels)(memory);
  copy.set(data);
  return copy;
}
