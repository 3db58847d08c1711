import type { ResponseCase } from "@nadir/domain";
import { type EvidenceItem, item, lacking } from "./evidence-item.ts";

type Visit = ResponseCase["visits"][number];

/** Steroids, clinical state and performance at the visit, against baseline. */
export function patientEvidence(document: ResponseCase, visitId: string): EvidenceItem[] {
  const now = document.visits.find(({ id }) => id === visitId) as Visit;
  const before = document.visits.findLast(({ role }) => role === "baseline");
  const dose = (visit: Visit | undefined) =>
    visit?.physiologicSteroidsOnly === true ? 0 : visit?.dexamethasoneMgPerDay;
  const [doseBefore, doseNow] = [dose(before), dose(now)];
  const group = "Patient";
  return [
    doseNow === undefined
      ? lacking("steroids", group, "Steroids", "the dose of steroids at this visit")
      : item(
          "steroids",
          group,
          "Steroids",
          doseBefore === undefined || doseBefore === doseNow
            ? `${doseNow} mg a day`
            : `${doseBefore} to ${doseNow} mg a day`,
          `dexamethasone${doseBefore === undefined ? "; not recorded at baseline" : doseNow > doseBefore ? "; raised since baseline" : doseNow < doseBefore ? "; lowered since baseline" : "; as at baseline"}`,
        ),
    now.clinical === undefined
      ? lacking("clinical", group, "Clinical state", "the clinical state at this visit (stable, improved, worse)")
      : item("clinical", group, "Clinical state", now.clinical),
    now.ecog === undefined
      ? lacking("ecog", group, "Performance (ECOG)", "ECOG at this visit")
      : item(
          "ecog",
          group,
          "Performance (ECOG)",
          before?.ecog === undefined || before.ecog === now.ecog ? String(now.ecog) : `${before.ecog} to ${now.ecog}`,
        ),
  ];
}
