import { randomBytes } from "node:crypto";

export const newId = (): string => randomBytes(16).toString("hex");

/** Four groups of five letters and digits without look-alikes: about 99 bits, readable aloud. */
export function newPassword(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  const pick = (): string => {
    for (;;) {
      const byte = randomBytes(1)[0]!;
      if (byte < 248) return letters[byte % 31]!;
    }
  };
  return Array.from({ length: 4 }, () => Array.from({ length: 5 }, pick).join("")).join("-");
}
