import { Refusal } from "@nadir/domain";

/** Inflates a gzip stream in the browser. Refuses `BAD_GZIP`. */
export async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new Refusal({
      code: "BAD_GZIP",
      message: "The file ends early or is no gzip stream; it must be imported again.",
    });
  }
}
