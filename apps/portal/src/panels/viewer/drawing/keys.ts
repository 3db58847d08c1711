import { type Pen, RADII, TOOLS } from "./pen.ts";

/** What a key asks of the viewers. */
export type KeyAct =
  | { readonly do: "pen"; readonly pen: Pen }
  | { readonly do: "step"; readonly slices: 1 | -1 }
  | { readonly do: "window"; readonly n: number }
  | { readonly do: "undo" | "redo" | "interpolate" | "centre" };

export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** What a key means; null where it means nothing here. Letters that the viewer library takes for itself (C, H, J, K, L, U, D, V) are none of ours. */
export function keyAct({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed, pen: Pen): KeyAct | null {
  if (ctrlKey || metaKey) {
    const letter = key.toLowerCase();
    if (letter === "z") return { do: shiftKey ? "redo" : "undo" };
    return letter === "y" ? { do: "redo" } : null;
  }
  if (altKey) return null;
  if (key === "ArrowUp") return { do: "step", slices: 1 };
  if (key === "ArrowDown") return { do: "step", slices: -1 };
  if (key === "Escape") return { do: "pen", pen: { ...pen, tool: "look" } };
  if (/^[1-9]$/.test(key)) return { do: "window", n: Number(key) - 1 };
  if (key === "[" || key === "]") {
    const at = RADII.indexOf(pen.radiusMm as (typeof RADII)[number]) + (key === "]" ? 1 : -1);
    return { do: "pen", pen: { ...pen, radiusMm: RADII[Math.min(RADII.length - 1, Math.max(0, at))]! } };
  }
  const letter = key.toUpperCase();
  if (letter === "I") return { do: "interpolate" };
  if (letter === "T") return { do: "centre" };
  const tool = TOOLS.find(([, , of]) => of === letter);
  return tool ? { do: "pen", pen: { ...pen, tool: tool[0] } } : null;
}

/** The keys as a person reads them. */
export const keyWords = (windows: readonly string[]): readonly (readonly [key: string, what: string])[] => [
  ...TOOLS.map(([, name, key]) => [key, name] as const),
  ["I", "Fill between slices"],
  ["[ ]", "Smaller, larger nib"],
  ["Ctrl Z, Ctrl Y", "Undo, redo"],
  ["↑ ↓", "Next slice, slice before"],
  ["T", "To the lesion"],
  ...windows.map((label, n) => [String(n + 1), label] as const),
  ["Esc", "Look"],
];
