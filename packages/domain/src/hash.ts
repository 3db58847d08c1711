import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "./canonical-json.ts";

/** SHA-256 of bytes or UTF-8 text, 64 lower-case hexadecimal digits. The same in Node, a browser and a worker. */
export function sha256Hex(data: Uint8Array | string): string {
  return bytesToHex(sha256(typeof data === "string" ? utf8ToBytes(data) : data));
}

/** The hash of a JSON value: SHA-256 of its canonical text. */
export const hashOf = (value: unknown): string => sha256Hex(canonicalJson(value));
