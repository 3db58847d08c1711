import type { Patient } from "@nadir/api/read";
import { type DayStyle, dayText } from "../../ui/figures.ts";
import type { Series } from "../viewer/series.ts";
import { nadirVisit } from "./latest.ts";

/** A scan that the board looks at, by what it is in the course. */
export interface PlaceOfBoard {
  readonly name: "Baseline" | "First scan" | "Lowest before" | "Latest";
  readonly visit: string;
  readonly words: string;
  readonly isSimulated: boolean;
}

/** Baseline (the first scan where none is one), the visit of the lowest burden before the latest, and the latest; each once. */
export function placesOfBoard(patient: Patient, images: Series["images"], days: DayStyle): readonly PlaceOfBoard[] {
  if (images.length === 0) return [];
  const nadir = nadirVisit(patient);
  const baseline = patient.visits.find(({ id, role }) => role === "baseline" && images.some((i) => i.visit === id))?.id;
  const first = baseline ?? images[0]?.visit;
  const last = images.at(-1)?.visit;
  const named = [
    { name: baseline ? ("Baseline" as const) : ("First scan" as const), visit: first },
    ...(nadir && nadir !== first && nadir !== last ? [{ name: "Lowest before" as const, visit: nadir }] : []),
    ...(last && last !== first ? [{ name: "Latest" as const, visit: last }] : []),
  ];
  return named.flatMap(({ name, visit: id }) => {
    const visit = patient.visits.find((v) => v.id === id);
    return visit
      ? [{ name, visit: visit.id, words: `${visit.id}, ${dayText(visit.date, days)}`, isSimulated: visit.simulated }]
      : [];
  });
}
