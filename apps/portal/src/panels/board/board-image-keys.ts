/** What a key asks of the board's images; the digits and letters are those of the patient's viewers. */
export type ImageKeyAct =
  | { readonly do: "step"; readonly slices: 1 | -1 }
  | { readonly do: "window"; readonly n: number }
  | { readonly do: "masks" | "centre" | "kind" };

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** What a key means while an image has the focus, where so many windows and kinds of image are there; null where it means nothing here. Letters of the viewer library (C, H, J, K, L, U, D, V) are none of ours. */
export function imageKeyAct(
  { key, ctrlKey, metaKey, altKey }: Pressed,
  there: { readonly windows: number; readonly kinds: number },
): ImageKeyAct | null {
  if (ctrlKey || metaKey || altKey) return null;
  if (key === "ArrowUp") return { do: "step", slices: 1 };
  if (key === "ArrowDown") return { do: "step", slices: -1 };
  const n = /^[1-9]$/.test(key) ? Number(key) - 1 : -1;
  if (n >= 0) return n < there.windows ? { do: "window", n } : null;
  const letter = key.toUpperCase();
  if (letter === "M") return { do: "masks" };
  if (letter === "N") return there.kinds > 1 ? { do: "kind" } : null;
  return letter === "T" ? { do: "centre" } : null;
}

/** The keys as a person reads them. */
export const imageKeyWords = (
  windows: readonly string[],
  kinds: number,
): readonly (readonly [key: string, what: string])[] => [
  ["↑ ↓", "Next slice, slice before"],
  ...windows.map((label, n) => [String(n + 1), label] as const),
  ...(kinds > 1 ? [["N", "Next kind of image"] as const] : []),
  ["M", "Delineation on or off"],
  ["T", "To the lesion"],
];
