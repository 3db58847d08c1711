import { crc32 } from "node:zlib";
import { refuse } from "@nadir/domain";

/** The 1st of January 1980, the earliest day that the format knows: no file says when it was made. */
const NO_DATE = 0x0021;
const UTF8 = 0x0800;
const LARGEST = 0xffffffff;

/**
 * A ZIP archive (PKWARE APPNOTE 6.3.10 §4.3) of files as they come, stored, without a date. Refuses `EXPORT_TOO_LARGE` from
 * 4 GB on, where the format needs ZIP64. Answers what the files answered at their end.
 */
export async function* writeZip<T>(
  files: AsyncGenerator<{ readonly name: string; readonly bytes: Uint8Array }, T, undefined>,
  onEnd: (value: T) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const directory: Uint8Array[] = [];
  let at = 0;
  for (;;) {
    const next = await files.next();
    if (next.done) {
      onEnd(next.value);
      break;
    }
    const { name, bytes } = next.value;
    const path = new TextEncoder().encode(name);
    if (at + bytes.length > LARGEST)
      refuse(
        "EXPORT_TOO_LARGE",
        "The export is larger than 4 GB; make it with nadir export deidentified, into a folder.",
      );
    const facts = entry(crc32(bytes), bytes.length, path.length);
    const local = joined(number32(0x04034b50), facts, number16(0), path);
    directory.push(
      joined(
        number32(0x02014b50),
        number16(20),
        facts,
        number16(0),
        number16(0),
        number16(0),
        number16(0),
        number32(0),
        number32(at),
        path,
      ),
    );
    yield local;
    yield bytes;
    at += local.length + bytes.length;
  }
  const central = joined(...directory);
  yield central;
  yield joined(
    number32(0x06054b50),
    number16(0),
    number16(0),
    number16(directory.length),
    number16(directory.length),
    number32(central.length),
    number32(at),
    number16(0),
  );
}

/** What local and central headers say alike: version, flags, method, time, day, checksum, sizes, length of the name. */
const entry = (crc: number, size: number, nameLength: number): Uint8Array =>
  joined(
    number16(20),
    number16(UTF8),
    number16(0),
    number16(0),
    number16(NO_DATE),
    number32(crc),
    number32(size),
    number32(size),
    number16(nameLength),
  );

const number16 = (n: number): Uint8Array => Uint8Array.of(n & 255, (n >> 8) & 255);
const number32 = (n: number): Uint8Array => new Uint8Array(new Uint32Array([n >>> 0]).buffer);
function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
