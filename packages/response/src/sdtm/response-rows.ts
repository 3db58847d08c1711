import type { CaseVisit, CriterionOutcome } from "@nadir/domain";
import { readingOf } from "../reading.ts";
import type { SdtmRow } from "./columns.ts";
import type { RowMaker } from "./subject.ts";
import { categoryOf } from "./sum-rows.ts";
import { NEW_LESION_WAITS, RESPONSE_TERMS, RESPONSE_TESTS, type ResponseTest } from "./terms.ts";

/** RS: of each criterion the parts and the response of every judged visit, then the best response without and with confirmation. */
export function responseRows(maker: RowMaker): SdtmRow[] {
  return maker.subject.outcomes.flatMap((outcome) => {
    const visits = outcome.visitOrder.flatMap((id) => visitRows(maker, outcome, id));
    const { unconfirmed, confirmed } = outcome.bestOverall;
    const best = (word: string, how: string) => response(maker, outcome, "BESTRESP", undefined, word, { SCAT: how });
    return [...visits, best(unconfirmed, "UNCONFIRMED"), best(confirmed, "CONFIRMED")];
  });
}

function visitRows(maker: RowMaker, outcome: CriterionOutcome, id: string): SdtmRow[] {
  const judged = outcome.visits[id];
  const visit = maker.visit(id);
  if (!judged || !visit) return [];
  return [
    part(maker, outcome, "TRGRESP", visit, judged.target, "SUBJECT DOES NOT HAVE TARGET TUMORS"),
    part(maker, outcome, "NTRGRESP", visit, judged.nonTarget, "SUBJECT DOES NOT HAVE NON-TARGET TUMORS"),
    ...newLesionRow(maker, outcome, visit, judged.newLesions),
    response(maker, outcome, "OVRLRESP", visit, judged.overall),
  ];
}

function part(
  maker: RowMaker,
  outcome: CriterionOutcome,
  test: ResponseTest,
  visit: CaseVisit,
  word: string,
  none: string,
): SdtmRow {
  return word === "NA"
    ? assessment(maker, outcome, test, visit, { STAT: "NOT DONE", REASND: none })
    : response(maker, outcome, test, visit, word);
}

/** A label in the criterion's own words, and the term for it where the codelist has one. */
function response(
  maker: RowMaker,
  outcome: CriterionOutcome,
  test: ResponseTest,
  visit: CaseVisit | undefined,
  word: string,
  more: SdtmRow = {},
): SdtmRow {
  const term = maker.unmapped.standard("RSSTRESC", word, RESPONSE_TERMS.has(word) ? word : undefined);
  return assessment(maker, outcome, test, visit, { ORRES: word, STRESC: term, ...more });
}

function newLesionRow(maker: RowMaker, outcome: CriterionOutcome, visit: CaseVisit, counts: boolean): SdtmRow[] {
  const say = (test: ResponseTest, word: string) =>
    assessment(maker, outcome, test, visit, { ORRES: word, STRESC: word });
  if (NEW_LESION_WAITS.has(outcome.criterion)) return [say("NEWLIND", counts ? "Y" : "N")];
  if (counts) return [say("NEWLPROG", "UNEQUIVOCAL")];
  return isDoubtful(maker, visit) ? [say("NEWLPROG", "EQUIVOCAL")] : [];
}

/** An equivocal new lesion that never proved real is seen at the visit. */
function isDoubtful({ course, subject }: RowMaker, visit: CaseVisit): boolean {
  return subject.document.lesions.some((lesion) => {
    if (lesion.role !== "new" || lesion.certainty !== "equivocal" || lesion.confirmedAt !== undefined) return false;
    const entry = visit.measurements?.find((m) => m.lesion === lesion.id);
    return entry !== undefined && readingOf(entry, lesion.node === true, course.scale).seen;
  });
}

function assessment(
  maker: RowMaker,
  outcome: CriterionOutcome,
  test: ResponseTest,
  visit: CaseVisit | undefined,
  cells: SdtmRow,
): SdtmRow {
  return maker.row("RS", visit, {
    LNKGRP: visit?.id,
    TESTCD: test,
    TEST: RESPONSE_TESTS[test],
    CAT: categoryOf(maker, outcome, "RSCAT"),
    ...cells,
    DRVFL: "Y",
  });
}
