import { type Problem, Refusal } from "@nadir/domain";
import { configFor, type ImageKind, liveFeatures } from "@nadir/features";
import { readNifti, rememberVoxelHash, type Volume, voxelBytes } from "@nadir/imaging";
import { inflated } from "../gzip.ts";
import type { FromWorker, RegionBytes, ToWorker } from "./messages.ts";

/**
 * The web worker that computes features beside the page: it keeps one image, and answers a region with its features
 * or with what is wrong. All that a person can mend comes back as a sentence; a fault of ours does too, named as such.
 */
const scope = globalThis as unknown as {
  onmessage: ((event: { readonly data: ToWorker }) => void) | null;
  postMessage(message: FromWorker): void;
};

let image: Promise<{ readonly volume: Volume; readonly kind: ImageKind }> | null = null;

scope.onmessage = ({ data }) => {
  if (data.type === "image") {
    image = volumeOf(data.file).then((volume) => ({ volume, kind: data.kind }));
    // Whoever asks for a region is told; nobody else need be.
    image.catch(() => {});
    return;
  }
  const { job } = data;
  answerTo(data.job, data.name, data.region)
    .catch((error: unknown) => ({ problems: problemsOf(error) }))
    .then((answer) => scope.postMessage({ type: "answer", job, answer }));
};

async function answerTo(job: number, name: string, bytes: RegionBytes): Promise<Answer> {
  if (!image) throw new Error("A region came before its image.");
  const { volume, kind } = await image;
  const region = "drawn" in bytes ? bytes : { mask: await volumeOf(bytes.mask), label: bytes.label };
  const of = configFor(kind).families.length;
  let done = 0;
  const began = performance.now();
  const answer = liveFeatures({ image: volume, kind, name, region }, (family) =>
    scope.postMessage({ type: "progress", job, family, done: done++, of }),
  );
  return "problems" in answer ? answer : { ...answer, milliseconds: performance.now() - began };
}
type Answer = Extract<FromWorker, { type: "answer" }>["answer"];

async function volumeOf(file: ArrayBuffer): Promise<Volume> {
  const bytes = new Uint8Array(file);
  const volume = readNifti(bytes[0] === 0x1f && bytes[1] === 0x8b ? await inflated(bytes) : bytes);
  // The browser's own hash is many times faster than the portable one; it is only there on https and on this machine.
  const subtle = globalThis.crypto?.subtle;
  if (subtle) {
    const digest = await subtle.digest("SHA-256", voxelBytes(volume) as Uint8Array<ArrayBuffer>);
    rememberVoxelHash(volume, [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, "0")).join(""));
  }
  return volume;
}

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof Refusal) return error.problems;
  const detail = error instanceof Error ? error.message : String(error);
  return [
    { code: "FAULT", message: `The features could not be computed, and not by a fault of the region: ${detail}` },
  ];
}
