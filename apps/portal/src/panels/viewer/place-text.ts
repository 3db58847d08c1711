import { signed } from "../../ui/figures.ts";
import type { Place } from "./open-view.ts";

/** `R 12.0 · A 34.5 · I 8.0 mm · −43 HU`: side letters by sign, as radiology writes them; the value with a minus sign. */
export function placeText({ mm, value }: Place, unit: string): string {
  const axis = (x: number, plus: string, minus: string) => `${x < 0 ? minus : plus} ${Math.abs(x).toFixed(1)}`;
  const point = `${axis(mm[0], "R", "L")} · ${axis(mm[1], "A", "P")} · ${axis(mm[2], "S", "I")} mm`;
  // A value that rounds to nothing has no sign.
  const rounded = value === null ? 0 : Math.round(value * 100) / 100 || 0;
  return value === null ? point : `${point} · ${signed(String(rounded))}${unit ? ` ${unit}` : ""}`;
}
