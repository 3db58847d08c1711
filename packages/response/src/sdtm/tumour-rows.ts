import type { CaseLesion, CaseVisit } from "@nadir/domain";
import { unitOf } from "../burden.ts";
import { readingOf } from "../reading.ts";
import type { SdtmRow } from "./columns.ts";
import { lesionResults, notScanned, partLink } from "./lesion-results.ts";
import type { RowMaker } from "./subject.ts";
import { sumRows } from "./sum-rows.ts";
import { GROUP, TUMOUR_TESTS } from "./terms.ts";

/** TU: a row for each lesion where it was identified, and one for each part where a lesion has split. */
export function identificationRows(maker: RowMaker): SdtmRow[] {
  const { document } = maker.subject;
  return document.lesions.flatMap((lesion) => {
    const whole = identified(maker, lesion, lesion.id, identifiedAt(maker, lesion), false);
    const seen = new Set<number>();
    const parts = document.visits.flatMap((visit) =>
      (visit.measurements?.find((m) => m.lesion === lesion.id)?.parts ?? []).flatMap((_, i) => {
        if (seen.has(i)) return [];
        seen.add(i);
        return [identified(maker, lesion, partLink(maker, lesion.id, i), visit, true)];
      }),
    );
    return [whole, ...parts];
  });
}

/** Target and non-target disease is chosen at the baseline; a new lesion is identified where it is first seen. */
function identifiedAt({ course, subject }: RowMaker, lesion: CaseLesion): CaseVisit | undefined {
  if (lesion.role !== "new") return course.visits[course.baseline]?.visit;
  const entries = subject.document.visits.flatMap((visit) => {
    const found = visit.measurements?.find((m) => m.lesion === lesion.id);
    return found ? [{ visit, reading: readingOf(found, lesion.node === true, course.scale) }] : [];
  });
  return (entries.find(({ reading }) => reading.seen) ?? entries[0])?.visit;
}

function identified(
  maker: RowMaker,
  lesion: CaseLesion,
  link: string,
  visit: CaseVisit | undefined,
  split: boolean,
): SdtmRow {
  return maker.row("TU", visit, {
    GRPID: split ? lesion.id : undefined,
    LNKID: link,
    TESTCD: split ? "TUSPLIT" : "TUMIDENT",
    TEST: split ? "Tumor Split" : "Tumor Identification",
    ORRES: GROUP[lesion.role],
    STRESC: GROUP[lesion.role],
    LOC: lesion.organ.toUpperCase().replaceAll(/[-_]/g, " "),
    METHOD: maker.method(visit),
  });
}

/** TR: visit by visit what was read of each lesion, the non-target disease where only the whole was judged, and the sums. */
export function resultRows(maker: RowMaker): SdtmRow[] {
  const { document, outcomes } = maker.subject;
  const units = new Set(outcomes.map(unitOf));
  return document.visits.flatMap((visit) => {
    const of = (lesion: CaseLesion) => ({ maker, visit, lesion, link: lesion.id, units });
    const rows = document.lesions.flatMap((lesion) => {
      const entry = visit.measurements?.find((m) => m.lesion === lesion.id);
      if (entry) return lesionResults(of(lesion), entry);
      return visit.imaged === false && lesion.role !== "new" ? [notScanned(of(lesion))] : [];
    });
    return [...rows, ...wholeNonTarget(maker, visit), ...sumRows(maker, visit)];
  });
}

const WHOLE: Readonly<Record<string, string>> = { absent: "ABSENT", present: "PRESENT" };

/** Without a link: the record judges the non-target disease of the visit, and none of its lesions. */
function wholeNonTarget(maker: RowMaker, visit: CaseVisit): SdtmRow[] {
  const { nonTarget } = visit;
  const roles = new Map(maker.subject.document.lesions.map(({ id, role }) => [id, role]));
  if (!nonTarget || visit.measurements?.some((m) => roles.get(m.lesion) === "non-target")) return [];
  const head = { GRPID: GROUP["non-target"], LNKGRP: visit.id, TESTCD: "TUMSTATE", TEST: TUMOUR_TESTS.TUMSTATE };
  if (nonTarget.status === "not-evaluable")
    return [maker.row("TR", visit, { ...head, STAT: "NOT DONE", REASND: "NOT EVALUABLE" })];
  const word = nonTarget.status.toUpperCase().replaceAll("-", " ");
  const term = maker.unmapped.standard("TRSTRESC (TUMSTATE)", word, WHOLE[nonTarget.status]);
  return [maker.row("TR", visit, { ...head, ORRES: word, STRESC: term, METHOD: maker.method(visit) })];
}
