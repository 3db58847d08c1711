import { createHmac } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Names made from a secret key by HMAC-SHA256: the same for the same thing within one export, telling nothing without the key. */
export class Pseudonyms {
  constructor(private readonly key: Uint8Array) {}

  #digest(kind: string, of: string): Buffer {
    return createHmac("sha256", this.key).update(`${kind}\u001f${of}`).digest();
  }

  /** Ten letters of Crockford's base 32, 50 bits. */
  word(kind: string, of: string): string {
    const bytes = this.#digest(kind, of);
    return Array.from({ length: 10 }, (_, at) => ALPHABET[bytes[at]! & 31]).join("");
  }

  /** A UID under 2.25 (DICOM PS3.5 annex B.2), of 16 bytes. */
  uid(of: string): string {
    const bytes = this.#digest("uid", of).subarray(0, 16);
    return `2.25.${BigInt(`0x${bytes.toString("hex")}`)}`;
  }
}

/** Numbers for names, in the order of the names: `reader-01`, `reader-02`. What is ordered by name stays so. */
export function numbered(prefix: string, names: Iterable<string>): Map<string, string> {
  const sorted = [...new Set(names)].sort((a, b) => (a < b ? -1 : 1));
  const width = Math.max(2, String(sorted.length).length);
  return new Map(sorted.map((name, at) => [name, `${prefix}${String(at + 1).padStart(width, "0")}`]));
}
