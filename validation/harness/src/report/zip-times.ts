const END = 0x06054b50;
const CENTRAL = 0x02014b50;
/** 1980-01-01 00:00, the first instant that a zip can say. */
const DATE = 0x21;

/** Sets every time in a zip archive to its earliest, so that the same contents have the same bytes. Changes `bytes`. */
export function withoutTimes(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  const entries = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let k = 0; k < entries && view.getUint32(at, true) === CENTRAL; k++) {
    const local = view.getUint32(at + 42, true);
    view.setUint16(at + 12, 0, true);
    view.setUint16(at + 14, DATE, true);
    view.setUint16(local + 10, 0, true);
    view.setUint16(local + 12, DATE, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return bytes;
}
