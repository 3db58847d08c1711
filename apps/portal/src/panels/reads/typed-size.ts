/** What a field of a size holds: a size, nothing, or why it is none. */
export type TypedSize =
  | { readonly size: number | null; readonly wrong?: never }
  | { readonly size?: never; readonly wrong: string };

/** Below it a size is no figure that can be measured; 0 is one that is gone. */
const LEAST = 0.01;

/** Reads a length or volume as it is typed, with a point or a comma, up to `most` of `unit`. */
export function typedSize(text: string, { most, unit }: { readonly most: number; readonly unit: string }): TypedSize {
  const plain = text.trim().replace(",", ".");
  if (plain === "") return { size: null };
  const size = Number(plain);
  if (!Number.isFinite(size)) return { wrong: "not a number" };
  if (size < 0) return { wrong: "below zero" };
  if (size > 0 && size < LEAST) return { wrong: `below ${LEAST} ${unit}; 0 is gone` };
  if (size > most) return { wrong: `above ${most} ${unit}` };
  return { size };
}
