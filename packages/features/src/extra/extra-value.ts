import type { Outcome } from "../outcome.ts";

/** A value of a family beyond IBSI: its catalogue id, and what it was taken at where the setting says so (`@41%`). */
export interface ExtraValue {
  readonly id: string;
  readonly at?: string;
  readonly outcome: Outcome;
}
