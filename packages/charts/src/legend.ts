import { el, text } from "./svg.ts";
import { textWidth } from "./text-width.ts";

export interface LegendItem {
  readonly label: string;
  /** Draws the sign centred at (x, y) within 14 px. */
  readonly draw: (x: number, y: number) => string;
}

/** Items in lines no wider than `width`; returns the drawing from (0, 0) and its height. */
export function legend(items: readonly LegendItem[], width: number, colour: string): { svg: string; height: number } {
  if (items.length === 0) return { svg: "", height: 0 };
  const size = 11;
  let x = 0;
  let y = 8;
  const parts = items.map((item) => {
    const w = 18 + textWidth(item.label, size) + 14;
    if (x > 0 && x + w - 14 > width) {
      x = 0;
      y += 18;
    }
    const part = item.draw(x + 7, y) + text(x + 18, y + 4, item.label, { fill: colour, "font-size": size });
    x += w;
    return part;
  });
  return { svg: el("g", { class: "legend" }, ...parts), height: y + 10 };
}
