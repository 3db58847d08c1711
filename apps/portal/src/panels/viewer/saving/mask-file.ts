import { readNifti, type Volume, writeNifti } from "@nadir/imaging";
import { inflated } from "../gzip.ts";

/** A drawn mask as it is sent: a NIfTI file, compressed, as base64. */
export async function sentForm(mask: Volume): Promise<string> {
  const stream = new Blob([writeNifti(mask) as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new CompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let text = "";
  // In pieces: a function takes no million arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** A mask from a file's bytes, compressed or not. */
export async function maskOf(bytes: Uint8Array<ArrayBuffer>): Promise<Volume> {
  return readNifti(bytes[0] === 0x1f && bytes[1] === 0x8b ? await inflated(bytes) : bytes);
}

/** What `sentForm` wrote. */
export const fromSentForm = (base64: string): Promise<Volume> =>
  maskOf(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
