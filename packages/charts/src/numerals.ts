import { percentText } from "@nadir/domain";

/** Figures as they are printed: a true minus sign, a thin share of digits, the unit beside. */

const MINUS = "−";

/** `digits` decimals, thousands apart by a thin space, true minus. */
export function figure(value: number, digits = 0): string {
  const fixed = Math.abs(value).toFixed(digits);
  const [whole = "", decimals] = fixed.split(".");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, "\u2009") : whole;
  const negative = value < 0 && Number(fixed) !== 0;
  return `${negative ? MINUS : ""}${grouped}${decimals ? `.${decimals}` : ""}`;
}

/** As many decimals as three significant figures need, none above 100. */
export function significant(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 100) return figure(value);
  if (size >= 10) return trimmed(figure(value, 1));
  return trimmed(figure(value, size >= 1 ? 2 : Math.min(6, 2 - Math.floor(Math.log10(size)))));
}

const trimmed = (s: string) => (s.includes(".") ? s.replace(/\.?0+$/, "") : s);

/** Signed percentage, by the one function that pages and sentences use too: `+12 %`, `−30 %`, `0 %`. */
export const percentChange = (value: number, digits = 0): string => percentText(value, digits);

/** A p-value: `p = 0.034`, `p < 0.001`. */
export function pValue(p: number): string {
  if (p < 0.001) return "p < 0.001";
  return `p = ${p.toFixed(p < 0.1 ? 3 : 2)}`;
}

/** `0.73 (95% CI 0.63–0.83)`; a limit that does not exist is `not reached` or `–`. */
export function withInterval(
  estimate: string,
  lower: string | null,
  upper: string | null,
  { level = 0.95, missing = "–" }: { level?: number; missing?: string } = {},
): string {
  const percent = Number((level * 100).toFixed(1));
  const dash = lower?.startsWith(MINUS) || upper?.startsWith(MINUS) ? " to " : "–";
  return `${estimate} (${percent}% CI ${lower ?? missing}${dash}${upper ?? missing})`;
}

/** Round steps (1, 2, 2.5, 5 × 10^k) from low to high, about `count` of them. */
export function ticks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low];
  const raw = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= raw * 0.999) ?? raw;
  const out: number[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++)
    out.push(Number((k * step).toPrecision(12)));
  return out;
}
