import type { CaseLesion, CaseMeasurement, CaseVisit, SizeFigures } from "@nadir/domain";
import { type Exact, toNumber } from "../exact.ts";
import { type Reading, readingOf } from "../reading.ts";
import type { SdtmRow } from "./columns.ts";
import type { RowMaker } from "./subject.ts";
import { GROUP, TUMOUR_TESTS, type TumourTest } from "./terms.ts";

type Units = ReadonlySet<SizeFigures["unit"]>;

interface Place {
  readonly maker: RowMaker;
  readonly visit: CaseVisit;
  readonly lesion: CaseLesion;
  /** TRLNKID: the lesion, or a part of it. */
  readonly link: string;
  /** In which units the trial's criteria add up. */
  readonly units: Units;
}

/** TULNKID of a part of a split lesion: `T04.1` (SDTMIG v3.4, TU assumption 2); with a stroke where a lesion has that id. */
export function partLink(maker: RowMaker, lesion: string, part: number): string {
  const dotted = `${lesion}.${part + 1}`;
  return maker.subject.document.lesions.some(({ id }) => id === dotted) ? `${lesion}/${part + 1}` : dotted;
}

/** What was recorded of a lesion at a visit, as rows of TR; standardised values are those that the engine added. */
export function lesionResults(place: Place, measurement: CaseMeasurement): SdtmRow[] {
  const { lesion, maker } = place;
  const reading = readingOf(measurement, lesion.node === true, maker.course.scale);
  const state = lesion.role === "new" ? newLesionState(place, measurement, reading) : [];
  const { status } = measurement;
  if (status !== undefined) return [...state, ...ofStatus(place, status, reading)];
  const { parts } = measurement;
  const rows = parts
    ? parts.flatMap((part, i) => recorded({ ...place, link: partLink(maker, lesion.id, i) }, part))
    : recorded(place, measurement);
  return [...state, ...rows, ...product(place, reading)];
}

/** A lesion that was not read because the visit has no scan. */
export const notScanned = (place: Place): SdtmRow => notDone(place, whyNoScan(place), false);

const whyNoScan = ({ maker, visit }: Place): string => maker.subject.scanNotDone[visit.id] ?? "SCAN NOT PERFORMED";

function result(place: Place, test: TumourTest, cells: SdtmRow, dated = true): SdtmRow {
  const { maker, visit, lesion, link } = place;
  const head = { GRPID: GROUP[lesion.role], LNKID: link, LNKGRP: visit.id, TESTCD: test, TEST: TUMOUR_TESTS[test] };
  return maker.row("TR", visit, { ...head, ...cells, METHOD: dated ? maker.method(visit) : undefined }, dated);
}

const number = (value: number, unit: string) => ({ STRESC: String(value), STRESN: value, STRESU: unit });

/** The figures of a lesion or of one of its parts, each as it was recorded: lengths in mm, volumes in mm³. */
function recorded(place: Place, figures: Pick<CaseMeasurement, "longestMm" | "shortMm" | "volumeMm3">): SdtmRow[] {
  const { longestMm, shortMm, volumeMm3 } = figures;
  const of = (test: TumourTest, value: number | undefined, unit: string) =>
    value === undefined ? [] : [result(place, test, { ORRES: String(value), ORRESU: unit, ...number(value, unit) })];
  return [...of("LDIAM", longestMm, "mm"), ...of("LPERP", shortMm, "mm"), ...of("VOLUME", volumeMm3, "mm3")];
}

/** The product that the engine adds, for criteria by area; of a split lesion the sum over its parts. */
function product(place: Place, reading: Reading): SdtmRow[] {
  if (!place.units.has("mm2") || reading.product === null) return [];
  const value = toNumber(reading.product, 2 * place.maker.course.scale.lengthDecimals);
  return [result(place, "PPD", { ORRES: String(value), ORRESU: "mm2", ...number(value, "mm2"), DRVFL: "Y" })];
}

/** Which tests the criteria count of a lesion, with the unit and the engine's figure. */
function counted({ units, lesion, maker }: Place, reading: Reading): [TumourTest, string, number | null][] {
  const { lengthDecimals, volumeDecimals } = maker.course.scale;
  const as = (exact: Exact | null, decimals: number) => (exact === null ? null : toNumber(exact, decimals));
  const longest: [TumourTest, string, number | null] = ["LDIAM", "mm", as(reading.longest, lengthDecimals)];
  const short: [TumourTest, string, number | null] = ["LPERP", "mm", as(reading.short, lengthDecimals)];
  const tests: [TumourTest, string, number | null][] = [];
  if (units.has("mm2")) tests.push(longest, short, ["PPD", "mm2", as(reading.product, 2 * lengthDecimals)]);
  else if (units.has("mm") || !units.has("mm3")) tests.push(lesion.node ? short : longest);
  if (units.has("mm3")) tests.push(["VOLUME", "mm3", as(reading.volume, volumeDecimals)]);
  return tests;
}

function notDone(place: Place, reason: string, dated: boolean): SdtmRow {
  const { lesion, units } = place;
  const byEye: TumourTest = lesion.node ? "LNSTATE" : "TUMSTATE";
  const measured: TumourTest = units.size === 1 && units.has("mm3") ? "VOLUME" : lesion.node ? "LPERP" : "LDIAM";
  const test = lesion.role === "target" ? measured : byEye;
  return result(place, test, { STAT: "NOT DONE", REASND: reason }, dated);
}

function ofStatus(place: Place, status: NonNullable<CaseMeasurement["status"]>, reading: Reading): SdtmRow[] {
  const isTarget = place.lesion.role === "target";
  switch (status) {
    case "not-imaged":
      return [notDone(place, whyNoScan(place), false)];
    case "not-evaluable":
      return [notDone(place, "NOT EVALUABLE", true)];
    case "treated":
      return [notDone(place, "TREATED", true)];
    case "merged":
      return [notDone(place, "TUMOR MERGED", true)];
    case "too-small":
      return standardised(place, "TOO SMALL TO MEASURE", reading);
    case "absent":
      if (place.lesion.role === "new") return [];
      return isTarget ? standardised(place, "ABSENT", reading) : seenByEye(place, "ABSENT");
    case "present":
      return place.lesion.role === "new" ? [] : seenByEye(place, "PRESENT");
    case "increased":
      return seenByEye(place, "INCREASED");
    case "unequivocal-progression":
      return seenByEye(place, "UNEQUIVOCAL PROGRESSION");
  }
}

/** The word as it was recorded, and beside it the figure that the engine adds for it (SDTMIG v3.4, TR assumption 4). */
const standardised = (place: Place, word: string, reading: Reading): SdtmRow[] =>
  counted(place, reading).flatMap(([test, unit, value]) =>
    value === null ? [] : [result(place, test, { ORRES: word, ORRESU: unit, ...number(value, unit) })],
  );

/** TRSTRESC, codelist C124309. A node that is read by eye is pathological or not (RECIST 1.1: from 10 mm short axis). */
const STATE_TERM: Readonly<Record<string, string>> = { ABSENT: "ABSENT", PRESENT: "PRESENT", INCREASED: "INCREASED" };
const NODE_TERM: Readonly<Record<string, string>> = {
  ABSENT: "NON-PATHOLOGICAL",
  PRESENT: "PATHOLOGICAL",
  INCREASED: "INCREASED",
};

function seenByEye(place: Place, word: string): SdtmRow[] {
  const { lesion, maker } = place;
  const test = lesion.node ? "LNSTATE" : "TUMSTATE";
  const term = maker.unmapped.standard(`TRSTRESC (${test})`, word, (lesion.node ? NODE_TERM : STATE_TERM)[word]);
  return [result(place, test, { ORRES: word, STRESC: term })];
}

/** Of each new lesion TUMSTATE at the least (SDTMIG v3.4, TU assumption 6): EQUIVOCAL until it has proved real. */
function newLesionState(place: Place, { status }: CaseMeasurement, reading: Reading): SdtmRow[] {
  const { lesion, visit, maker } = place;
  if (reading.kind === "missing" || reading.kind === "merged") return [];
  if (status === "increased" || status === "unequivocal-progression") return [];
  // A node below 10 mm is measured, and neither there nor gone by its state.
  if (status === undefined && lesion.node && !reading.seen) return [];
  const gone = reading.kind === "absent" || (status === undefined && !reading.seen);
  const proved = maker.visit(lesion.confirmedAt ?? null);
  const doubtful = lesion.certainty === "equivocal" && (proved === undefined || visit.date < proved.date);
  const word = gone ? "ABSENT" : doubtful ? "EQUIVOCAL" : "PRESENT";
  return [result(place, "TUMSTATE", { ORRES: word, STRESC: word })];
}
