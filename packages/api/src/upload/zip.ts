import { inflateRawSync } from "node:zlib";
import { refuse } from "@nadir/domain";

/**
 * The files of a ZIP archive (PKWARE APPNOTE 6.3.10 §4.3), read by its central directory: stored or deflated entries,
 * UTF-8 names, no encryption, no ZIP64. Directories are left out. `limit` bounds the unpacked size in bytes, so that a
 * small archive cannot fill the memory. Refuses `NOT_A_ZIP`, `ZIP_UNSUPPORTED`, `ZIP_DAMAGED`, `UPLOAD_TOO_LARGE`.
 */
export function* readZip(archive: Uint8Array, limit: number): Generator<{ name: string; bytes: Uint8Array }> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = findEnd(view);
  const entries = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  let unpacked = 0;
  for (let entry = 0; entry < entries; entry++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== 0x02014b50) damaged(`entry ${entry + 1}`);
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const crc = view.getUint32(at + 16, true);
    const packedSize = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    const nameLength = view.getUint16(at + 28, true);
    const skip = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const local = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(archive.subarray(at + 46, at + 46 + nameLength));
    at += 46 + nameLength + skip;
    if (name.endsWith("/")) continue;
    if (flags & 1) refuse("ZIP_UNSUPPORTED", `'${name}' in the archive is encrypted; pack it without a password.`);
    if (method !== 0 && method !== 8)
      refuse("ZIP_UNSUPPORTED", `'${name}' is packed by method ${method}; pack it as 'store' or 'deflate'.`);
    if (size === 0xffffffff || local === 0xffffffff)
      refuse("ZIP_UNSUPPORTED", "The archive is in the ZIP64 form for more than 4 GB; upload the folder instead.");
    unpacked += size;
    if (unpacked > limit)
      refuse("UPLOAD_TOO_LARGE", `The archive unpacks to more than ${Math.round(limit / 1e6)} MB; use 'nadir import'.`);
    yield { name, bytes: unpack(archive, view, local, { method, packedSize, size, crc, name }) };
  }
}

function unpack(
  archive: Uint8Array,
  view: DataView,
  local: number,
  {
    method,
    packedSize,
    size,
    crc,
    name,
  }: { method: number; packedSize: number; size: number; crc: number; name: string },
): Uint8Array {
  if (local + 30 > view.byteLength || view.getUint32(local, true) !== 0x04034b50) damaged(`'${name}'`);
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const packed = archive.subarray(start, start + packedSize);
  let bytes: Uint8Array = packed;
  if (method === 8) {
    try {
      bytes = inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
    } catch {
      damaged(`'${name}'`);
    }
  }
  if (bytes.length !== size || crc32(bytes) !== crc) damaged(`'${name}'`);
  return bytes;
}

/** The end record stands in the last 64 KiB, before an optional comment. */
function findEnd(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at--)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  return refuse("NOT_A_ZIP", "The file is no ZIP archive; choose a .zip, or the trial's folder itself.");
}

function damaged(where: string): never {
  return refuse("ZIP_DAMAGED", `The archive is damaged at ${where}; pack it again.`);
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});
/** CRC-32 as ZIP uses it (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = table[(c ^ byte) & 255]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
