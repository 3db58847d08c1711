import { refuse } from "@nadir/domain";

/**
 * One frame from its RLE fragment (PS3.5 Annex G): segments are byte planes, the most significant first, sample after
 * sample. Answers `pixels` × `planes` bytes, samples one after another as planes, each sample little-endian.
 */
export function runLengthFrame(fragment: Uint8Array, pixels: number, planes: number): Uint8Array {
  const view = new DataView(fragment.buffer, fragment.byteOffset, fragment.byteLength);
  const bad = (why: string): never => refuse("BAD_PIXELS", `RLE pixel data cannot be unpacked: ${why}.`);
  if (fragment.length < 64) bad("its header of 64 bytes is broken off");
  const segments = view.getUint32(0, true);
  if (segments !== planes) bad(`${segments} segment(s), where the pixels ask for ${planes}`);
  const bytesASample = planes % 3 === 0 ? planes / 3 : planes;
  const out = new Uint8Array(pixels * planes);
  for (let s = 0; s < segments; s++) {
    const from = view.getUint32(4 + 4 * s, true);
    const to = s + 1 < segments ? view.getUint32(8 + 4 * s, true) : fragment.length;
    const sample = Math.floor(s / bytesASample);
    const place = bytesASample - 1 - (s % bytesASample);
    let pixel = 0;
    const put = (byte: number): void => {
      if (pixel < pixels) out[(sample * pixels + pixel) * bytesASample + place] = byte;
      pixel++;
    };
    for (let at = from; at < to && pixel < pixels; ) {
      const n = view.getInt8(at++);
      if (n >= 0) for (let k = 0; k <= n && at < to; k++) put(fragment[at++]!);
      else if (n > -128) {
        const byte = fragment[at++]!;
        for (let k = 0; k < 1 - n; k++) put(byte);
      }
    }
    if (pixel < pixels) bad(`segment ${s} ends after ${pixel} of ${pixels} pixels`);
  }
  return out;
}
