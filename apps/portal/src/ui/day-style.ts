import type { TrialDates } from "@nadir/domain";
import type { DayStyle } from "./figures.ts";

export const dayStyle = (dates: TrialDates): DayStyle => ({ dates });
