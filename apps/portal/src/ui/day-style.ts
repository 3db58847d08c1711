import type { DayStyle } from "./figures.ts";

type Dates =
  | { readonly kind: "calendar" }
  | { readonly kind: "offset"; readonly dayZero: string; readonly note: string };

export const dayStyle = (dates: Dates): DayStyle =>
  dates.kind === "offset" ? { kind: "offset", dayZero: dates.dayZero } : { kind: "calendar" };
