import { createHmac } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 §6, without padding: how an authenticator app is given a secret. */
export function fromBase32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, "")].map((c) => ALPHABET.indexOf(c).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** RFC 6238 over RFC 4226 §5.3 with SHA-1: written from the standards, as an authenticator app would be. */
export function totp(secret: Buffer, atSeconds: number, digits = 6): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atSeconds / 30)));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = mac[19]! & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, "0");
}

/**
 * The code of the step before, which a server takes too and which leaves the present one unused. It is good only
 * until the present step ends: near that end the next step is waited for, so that the code still counts on arrival.
 */
export async function codeOfTheStepBefore(secret: Buffer): Promise<string> {
  const left = 30 - ((Date.now() / 1000) % 30);
  if (left < 10) await new Promise((resolve) => setTimeout(resolve, left * 1000 + 50));
  return totp(secret, Date.now() / 1000 - 30);
}
