import "server-only";
import { createHash } from "node:crypto";
import { oneInProcess } from "@nadir/api/kept";

/** Of some ten to forty kB each. */
const MOST = 600;
const drawings = oneInProcess("drawings", () => new Map<string, string>());
const hashes = new WeakMap<object, string>();

/**
 * A drawing by its name and all that it is drawn of, made once; the ones asked for last are kept. What it is drawn of must not be
 * changed afterwards: the hash of a part that is given again is not taken again.
 */
export function keptDrawing<Of extends object>(name: string, of: Of, draw: (of: Of) => string): string {
  const parts = Object.entries(of).map(([part, value]) => [part, hashOfPart(value)]);
  const key = sha256(JSON.stringify([name, parts]));
  const svg = drawings.get(key) ?? draw(of);
  // The last asked for stands last; the first of the map goes first.
  drawings.delete(key);
  drawings.set(key, svg);
  if (drawings.size > MOST) drawings.delete(drawings.keys().next().value as string);
  return svg;
}

function hashOfPart(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const hash = hashes.get(value) ?? sha256(JSON.stringify(value));
  hashes.set(value, hash);
  return { hash };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
