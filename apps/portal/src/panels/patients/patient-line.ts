import type { SubjectPage } from "@nadir/api/read";
import { type DayStyle, dayText, percent } from "../../ui/figures.ts";
import { flagName } from "../../ui/flag-names.ts";

/** A row of the list of patients in words, as it is shown; a column that is not shown has no word on the way to the browser. */
export interface PatientLine {
  readonly key: string;
  readonly isSimulated: boolean;
  readonly visits: number;
  readonly lastVisit: string;
  readonly arm?: string;
  readonly site?: string;
  readonly age?: string;
  /** How many, for a blinded reader, who is shown nothing of the response. */
  readonly images?: number;
  readonly response?: {
    readonly change: string;
    readonly best: string | null;
    readonly last: string | null;
    readonly progression: string;
    readonly waiting: string | null;
    readonly flags: string;
  };
}

export interface LineStyle {
  readonly days: DayStyle;
  readonly isBlinded: boolean;
  /** Whether arms and sites have a column. */
  readonly has: { readonly arm: boolean; readonly site: boolean };
}

export function patientLine(row: SubjectPage["rows"][number], { days, isBlinded, has }: LineStyle): PatientLine {
  const day = (of: string | null) => (of ? dayText(of, days) : "");
  const seen = { key: row.key, isSimulated: row.simulated, visits: row.visits, lastVisit: day(row.lastVisit) };
  if (isBlinded) return { ...seen, images: row.images };
  return {
    ...seen,
    ...(has.arm ? { arm: row.arm ?? "" } : {}),
    ...(has.site ? { site: row.site ?? "" } : {}),
    age: row.ageYears === null ? "" : String(Math.floor(row.ageYears)),
    response: {
      change: row.bestChange === null ? "" : percent(row.bestChange),
      best: row.best,
      last: row.last,
      progression: day(row.progression),
      waiting: row.waiting?.label ?? null,
      flags: row.flags.map(flagName).join("; "),
    },
  };
}
