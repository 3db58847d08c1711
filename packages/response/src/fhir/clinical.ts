import type { AdverseEvent, Biomarker, Observation, Treatment } from "@nadir/domain";
import { AGENT_SYSTEM, category, LOINC, SYSTEM, what } from "./code-systems.ts";
import { quantity } from "./quantity.ts";
import { type FhirConcept, type FhirResource, identifier, some } from "./resource.ts";
import type { FhirMaker } from "./subject.ts";

const LOINC_CODE = /^\d{1,5}-\d$/;
const WEIGHT = /^(body )?weight$/i;

/** Blood values, other dated quantities and markers. A day on which several stand tells them apart by their order. */
export function laboratory(maker: FhirMaker): FhirResource[] {
  const count = new Map<string, number>();
  const place = (kind: string, { code, date }: { code: string; date?: string | undefined }): string[] => {
    const key = JSON.stringify([kind, code, date ?? ""]);
    const n = (count.get(key) ?? 0) + 1;
    count.set(key, n);
    return [kind, code, date ?? "", String(n)];
  };
  return [
    ...maker.of.observations.map((row) => bloodValue(maker, place("blood", row), row)),
    ...maker.of.biomarkers.map((row) => marker(maker, place("marker", row), row)),
  ];
}

/** Coded where the record's code is one of LOINC; the word as it is otherwise, and counted. */
function codeOf(maker: FhirMaker, code: string): FhirConcept {
  if (WEIGHT.test(code)) return { coding: [LOINC.weight], text: code };
  if (LOINC_CODE.test(code)) return { coding: [{ system: SYSTEM.loinc, code }], text: code };
  maker.unmapped.add("observation", code);
  return { text: code };
}

type Valued = Pick<Observation, "value" | "text" | "unit">;

/** A figure with its remark, or the words where there is no figure. */
function valueMembers(maker: FhirMaker, { value, text, unit }: Valued): object {
  if (value !== undefined)
    return { valueQuantity: quantity(value, unit, maker.unmapped), note: text === undefined ? undefined : [{ text }] };
  return text === undefined ? {} : { valueString: text };
}

function bloodValue(maker: FhirMaker, keys: readonly string[], row: Observation): FhirResource {
  const { code, date, referenceLow, referenceHigh, unit } = row;
  const limit = (value: number | undefined) =>
    value === undefined ? undefined : quantity(value, unit, maker.unmapped);
  const range = referenceLow === undefined && referenceHigh === undefined;
  return maker.resource("Observation", keys, {
    status: "final",
    category: category(WEIGHT.test(code) ? "vital-signs" : "laboratory"),
    code: codeOf(maker, code),
    subject: maker.patient,
    effectiveDateTime: date,
    ...valueMembers(maker, row),
    referenceRange: range ? undefined : [{ low: limit(referenceLow), high: limit(referenceHigh) }],
  });
}

function marker(maker: FhirMaker, keys: readonly string[], row: Biomarker): FhirResource {
  const { code, date, assay, assayKind, tool, clone, scoring, region } = row;
  const how = [assay, assayKind, clone, scoring, region, tool].filter((word) => word !== undefined);
  return maker.resource("Observation", keys, {
    status: "final",
    category: category("laboratory"),
    code: codeOf(maker, code),
    subject: maker.patient,
    effectiveDateTime: date,
    ...valueMembers(maker, row),
    method: how.length === 0 ? undefined : { text: how.join(", ") },
  });
}

/** Drugs as administrations over their days; radiotherapy, surgery and other procedures as procedures. */
export const treatmentsOf = (maker: FhirMaker): FhirResource[] =>
  maker.of.treatments.map((row) => (row.kind === "drug" ? drug(maker, row) : procedure(maker, row)));

function drug(maker: FhirMaker, row: Treatment): FhirResource {
  const { id, name, start, end, dose, doseUnit } = row;
  return maker.resource("MedicationAdministration", [id], {
    identifier: [identifier(maker.of.study, "treatment", id)],
    // Without a last day the record does not say whether it goes on.
    status: end === undefined ? "unknown" : "completed",
    medicationCodeableConcept: agent(maker, row),
    subject: maker.patient,
    effectivePeriod: { start, end },
    note: noteOf(row.agentClass, row.line && `line ${row.line}`, row.setting, row.cycles && `${row.cycles} cycles`),
    dosage: dose === undefined ? undefined : { text: name, dose: quantity(dose, doseUnit, maker.unmapped) },
  });
}

function agent(maker: FhirMaker, { name, code }: Treatment): FhirConcept {
  const [system = "", word = ""] = code?.split(" ") ?? [];
  const known = AGENT_SYSTEM[system];
  if (known !== undefined) return { coding: [{ system: known, code: word }], text: name };
  maker.unmapped.add("drug", code === undefined ? name : `${name} (${code})`);
  return { text: name };
}

function procedure(maker: FhirMaker, row: Treatment): FhirResource {
  const { id, kind, name, start, end, dose, doseUnit, fractions, extent, setting, lesionsInField } = row;
  maker.unmapped.add(kind, name);
  const lasts = kind === "radiotherapy";
  return maker.resource("Procedure", [id], {
    identifier: [identifier(maker.of.study, "treatment", id)],
    status: lasts && end === undefined ? "unknown" : "completed",
    category: { text: kind },
    code: { text: name },
    subject: maker.patient,
    performedPeriod: { start, end: end ?? (lasts ? undefined : start) },
    bodySite: some(lesionsInField.map((lesion) => ({ text: `lesion ${lesion}` }))),
    note: noteOf(
      dose !== undefined && `${dose} ${doseUnit ?? ""}`.trim(),
      fractions !== undefined && `${fractions} fractions`,
      extent,
      setting,
    ),
  });
}

const noteOf = (...parts: readonly (string | number | false | undefined)[]) => {
  const words = parts.filter((part) => typeof part === "string" && part !== "");
  return words.length === 0 ? undefined : [{ text: words.join("; ") }];
};

/**
 * An adverse event, and its grade as an observation of it: R4 binds AdverseEvent.severity to mild, moderate and severe, which
 * the five grades of CTCAE are not.
 */
export const adverseEventsOf = (maker: FhirMaker): FhirResource[] =>
  maker.of.adverseEvents.flatMap((row) => [event(maker, row), grade(maker, row)]);

function event(maker: FhirMaker, { id, term, start, serious, immuneRelated }: AdverseEvent): FhirResource {
  maker.unmapped.add("adverse event", term);
  return maker.resource("AdverseEvent", [id], {
    identifier: identifier(maker.of.study, "adverse-event", id),
    actuality: "actual",
    category: immuneRelated ? [{ text: "immune-related" }] : undefined,
    event: { text: term },
    subject: maker.patient,
    date: start,
    seriousness: { text: serious ? "serious" : "not serious" },
    study: [maker.study],
  });
}

function grade(maker: FhirMaker, { id, term, grade: value, start, end, action, steroids }: AdverseEvent): FhirResource {
  return maker.resource("Observation", ["grade", id], {
    status: "final",
    code: { ...what("ctcae-grade"), text: `Grade of ${term}, CTCAE 5` },
    subject: maker.patient,
    focus: [maker.to("AdverseEvent", id)],
    effectivePeriod: { start, end },
    valueInteger: value,
    component: some([
      ...(action === undefined ? [] : [{ code: what("action-taken"), valueString: action }]),
      ...(steroids === undefined ? [] : [{ code: what("steroids"), valueBoolean: steroids }]),
    ]),
  });
}
