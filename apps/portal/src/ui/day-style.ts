import type { ShownDates } from "@nadir/domain";
import type { DayStyle } from "./figures.ts";

export const dayStyle = (dates: ShownDates): DayStyle => ({ dates });
