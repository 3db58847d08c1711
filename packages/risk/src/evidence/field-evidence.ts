import { daysBetween, type ResponseCase } from "@nadir/domain";
import { type EvidenceItem, item, lacking } from "./evidence-item.ts";

type Lesion = ResponseCase["lesions"][number];
type Visit = ResponseCase["visits"][number];

/** What a lesion measures at a visit: volume only where no diameter is entered; a node by its short axis. */
function sizeAt(visit: Visit | undefined, lesion: Lesion): { unit: string; value: number } | null {
  const found = visit?.measurements?.find((m) => m.lesion === lesion.id);
  if (found === undefined) return null;
  const mm = lesion.node ? found.shortMm : found.longestMm;
  return mm !== undefined
    ? { unit: "mm", value: mm }
    : found.volumeMm3 !== undefined
      ? { unit: "mm3", value: found.volumeMm3 }
      : null;
}

const UNSEEN: ReadonlySet<string> = new Set(["absent", "not-evaluable", "not-imaged"]);
const isSeen = (visit: Visit, lesion: Lesion): boolean =>
  visit.measurements?.some((m) => m.lesion === lesion.id && !UNSEEN.has(m.status ?? "")) === true;

/** Lesions larger than at the visit before, and new lesions seen at this visit for the first time. */
export function grownLesions(document: ResponseCase, visitId: string): { grown: Lesion[]; fresh: Lesion[] } {
  const at = document.visits.findIndex(({ id }) => id === visitId);
  const visit = document.visits[at];
  if (visit === undefined) return { grown: [], fresh: [] };
  const earlier = document.visits.slice(0, at);
  const fresh = document.lesions.filter(
    (lesion) => lesion.role === "new" && isSeen(visit, lesion) && !earlier.some((before) => isSeen(before, lesion)),
  );
  const grown = document.lesions.filter((lesion) => {
    const now = sizeAt(visit, lesion);
    const before = earlier.map((v) => sizeAt(v, lesion)).findLast((size) => size !== null && size.unit === now?.unit);
    return now !== null && before != null && now.value > before.value;
  });
  return { grown, fresh };
}

type Field = "in the field" | "near the field" | "outside the field" | null;
function fieldOf(lesion: Lesion): Field {
  if (lesion.fieldDistance !== undefined)
    return (
      { "in-field": "in the field", "near-field": "near the field", "out-of-field": "outside the field" } as const
    )[lesion.fieldDistance];
  if (lesion.irradiated) return "in the field";
  if (lesion.role === "new")
    return lesion.outsideRtField === undefined ? null : lesion.outsideRtField ? "outside the field" : "in the field";
  return "outside the field";
}

/** New lesions, where what grew lies to the field, and the days since treatment and radiotherapy began or ended. */
export function timeAndFieldEvidence(document: ResponseCase, visitId: string): EvidenceItem[] {
  const { course } = document;
  const { date } = document.visits.find(({ id }) => id === visitId) as Visit;
  const { grown, fresh } = grownLesions(document, visitId);
  const since = (from: string) => `${daysBetween(from, date)} days`;
  const radiotherapyEnd = [course.radiotherapyEnd, course.radiotherapy?.end ?? course.radiotherapy?.start]
    .filter((day) => day !== undefined && day <= date)
    .sort()
    .at(-1);
  const group = "Time and field";
  return [
    item(
      "new-lesions",
      "Growth",
      "New lesions",
      fresh.length === 0 ? "none" : String(fresh.length),
      fresh.map(({ id, organ }) => `${id} (${organ})`).join(", "),
    ),
    item("since-treatment", group, "Since the start of treatment", since(course.treatmentStart)),
    ...(course.immunotherapyStart !== undefined &&
    course.immunotherapyStart !== course.treatmentStart &&
    course.immunotherapyStart <= date
      ? [item("since-immunotherapy", group, "Since the start of immunotherapy", since(course.immunotherapyStart))]
      : []),
    radiotherapyEnd === undefined
      ? lacking("since-radiotherapy", group, "Since radiotherapy", "radiotherapy with its dates, if there was any")
      : item("since-radiotherapy", group, "Since radiotherapy", since(radiotherapyEnd)),
    fieldItem(
      [...grown, ...fresh],
      radiotherapyEnd !== undefined,
      document.lesions.some(({ irradiated, fieldDistance }) => irradiated || fieldDistance !== undefined),
    ),
  ];
}

function fieldItem(lesions: readonly Lesion[], wasIrradiated: boolean, isFieldKnown: boolean): EvidenceItem {
  const name = "Where it grew";
  const group = "Time and field";
  if (!wasIrradiated) return lacking("field", group, name, "radiotherapy and the lesions in its field");
  const unsaid = lesions.filter((lesion) => fieldOf(lesion) === null || (!isFieldKnown && lesion.role !== "new"));
  if (lesions.length === 0)
    return lacking("field", group, name, "the size of single lesions at this visit and the one before");
  if (unsaid.length > 0)
    return lacking(
      "field",
      group,
      name,
      `whether ${unsaid.map(({ id }) => id).join(", ")} lies in the radiation field`,
    );
  const places = [...new Set(lesions.map(fieldOf))];
  return item("field", group, name, places.join(" and "), lesions.map((l) => `${l.id} ${fieldOf(l)}`).join(", "));
}
