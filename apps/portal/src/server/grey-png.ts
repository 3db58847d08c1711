import { deflateSync } from "node:zlib";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** CRC-32 by bytes (PNG specification, annex D). Node has one of its own from version 22 on. */
const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crcOf(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = TABLE[(c ^ byte) & 0xff]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crcOf(body), body.length + 4);
  return out;
}

/** Grey values 0 (black) to 255, row by row from the top left, as a PNG of 8 bits. */
export function greyPng(grey: Uint8Array, width: number, height: number): Buffer {
  if (grey.length !== width * height)
    throw new RangeError(`${grey.length} grey values are no picture of ${width} × ${height}.`);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // 8 bits, greyscale; deflate, adaptive filters, not interlaced.
  head.set([8, 0, 0, 0, 0], 8);
  // Each row is told as its differences from the pixel before (filter 1), which packs a scan best.
  const rows = new Uint8Array((width + 1) * height);
  for (let row = 0; row < height; row++) {
    const to = row * (width + 1);
    rows[to] = 1;
    for (let col = 0; col < width; col++) {
      const at = row * width + col;
      rows[to + 1 + col] = grey[at]! - (col > 0 ? grey[at - 1]! : 0);
    }
  }
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", new Uint8Array()),
  ]);
}
