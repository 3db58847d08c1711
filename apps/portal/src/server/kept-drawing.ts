import "server-only";
import { oneInProcess } from "@nadir/api/kept";
import { sha256Hex } from "@nadir/domain";

/** Of some ten to forty kB each. */
const MOST = 600;
const drawings = oneInProcess("drawings", () => new Map<string, string>());

/** A drawing by its name and all that it is drawn of, made once; the ones asked for last are kept. */
export function keptDrawing<Of>(name: string, of: Of, draw: (of: Of) => string): string {
  const key = sha256Hex(JSON.stringify([name, of]));
  const svg = drawings.get(key) ?? draw(of);
  // The last asked for stands last; the first of the map goes first.
  drawings.delete(key);
  drawings.set(key, svg);
  if (drawings.size > MOST) drawings.delete(drawings.keys().next().value as string);
  return svg;
}
