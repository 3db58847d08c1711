import type { Tx } from "@nadir/db";
import { type CriterionId, type CriterionOutcome, Refusal, type ResponseCase } from "@nadir/domain";
import { assess } from "@nadir/response";
import {
  clinicalCovariates,
  hyperprogressionRisk,
  immuneEvents,
  immuneOrganName,
  type LesionsAtVisit,
  lesionEvidence,
  type RecordOnDay,
  type StoredDelta,
  type TumourBurden,
  tumourBurden,
  type VisitEvidence,
  visitEvidence,
} from "@nadir/risk";
import type { z } from "zod";
import { modelsOfTrial, scoresOn, tumourRegion } from "../models/score-models.ts";
import { responseAccess } from "../responses/cohort-outcomes.ts";
import { readCase } from "../responses/read-case.ts";
import { type Evidence, evidence, type evidenceQuery } from "./evidence-shape.ts";
import { immuneOutcomeOf, knownUntil } from "./immune-outcome.ts";
import { type CourseFacts, readCourseFacts, readEvidenceDeltas } from "./read-course-facts.ts";
import { eventShape } from "./read-immune-events.ts";
import { scoreCourses } from "./score-courses.ts";

/**
 * What the record says about each increase of a subject's tumour, about hyperprogression before treatment, and its clinical
 * figures. Whoever may see the subject's responses may see it: refuses a blinded reader, and a sealed course to a
 * modelling role, as the response does.
 */
export async function readEvidence(
  tx: Tx,
  personId: string,
  { withResearch = false, ...query }: z.input<typeof evidenceQuery>,
): Promise<Evidence> {
  const access = await responseAccess(tx, personId, query.trial);
  const { document, own } = await readCase(tx, personId, query);
  const [row] = await tx.sql<{ id: string; sex: string; ageYears: number | null }[]>`
    select s.id, s.sex, s.age_years as "ageYears" from record.subject s join record.trial t on t.id = s.trial_id
     where t.key = ${query.trial} and s.key = ${query.subject} and s.superseded_at is null`;
  const { id, sex, ageYears } = row!;
  const facts = await readCourseFacts(tx, id);
  const deltas = await readEvidenceDeltas(tx, id);
  const burden = burdenOf(document, facts);
  const baseline = document.visits.findLast(({ role }) => role === "baseline");
  const { disease, treatmentStart } = document.course;
  const models = await modelsOfTrial(tx, personId, access, withResearch);
  const hasModels = models.shown.length > 0;
  const regions = hasModels ? await tumourRegion(tx, id) : null;
  const karnofsky = hasModels ? await karnofskyOf(tx, id) : null;
  const recordOn = (visit: string | undefined, date: string): RecordOnDay => ({
    date,
    ageYears,
    sex,
    ecog: document.visits.find((v) => v.id === visit)?.ecog ?? null,
    karnofsky: karnofsky?.get(visit ?? "") ?? null,
    observations: facts.observations,
    biomarkers: facts.biomarkers,
    regions: regions?.get(visit ?? "") ?? {},
  });
  const immunotherapyStart = document.course.immunotherapyStart ?? treatmentStart;
  const beforeTreatment = recordOn(baseline?.id, treatmentStart);
  const immuneModels = models.shown.filter(({ card }) => card.immuneEvent !== undefined);
  const otherModels = models.shown.filter(({ card }) => card.immuneEvent === undefined);
  const until = immuneModels.length > 0 ? await knownUntil(tx, id) : null;
  return evidence.parse({
    ...judged(document, own[0]!, (outcome) =>
      visitEvidence({ document, outcome, observations: facts.observations, deltas }).map((visit) => ({
        ...visit,
        models: scoresOn(otherModels, "at-increase", recordOn(visit.visit, visit.date)),
      })),
    ),
    lesions: disease === "glioma" ? [] : lesionsOf(document, deltas),
    models: scoresOn(otherModels, "before-treatment", beforeTreatment),
    modelsNotAsked: models.notAsked,
    // The chance of an event within days of the start is no figure of later visits.
    scoreCourses: await scoreCourses(tx, otherModels, treatmentStart, document.visits, recordOn),
    hyperprogression:
      disease === "glioma"
        ? []
        : hyperprogressionRisk({
            treatmentStart,
            observations: facts.observations,
            biomarkers: facts.biomarkers.filter(({ date }) => date === undefined || date <= treatmentStart),
            burden,
            ecog: baseline?.ecog ?? null,
            inEarlierField: earlierField(facts, treatmentStart),
          }),
    immuneEvents: immuneEvents(facts.adverseEvents, facts.treatments, immunotherapyStart).map(eventShape),
    immuneModels: immuneModels.map((model) => {
      const target = model.card.immuneEvent!;
      return {
        ...scoresOn([model], "before-treatment", beforeTreatment)[0]!,
        target: { ...target, organName: immuneOrganName(target.organ) },
        came: immuneOutcomeOf(facts, target, immunotherapyStart, until!),
      };
    }),
    covariates: clinicalCovariates({
      disease,
      treatmentStart,
      until: "9999-12-31",
      observations: facts.observations,
      biomarkers: facts.biomarkers,
      treatments: facts.treatments,
      burden,
    }),
  });
}

/** A course that the criterion cannot judge has no visit of increase, and says why. */
function judged(
  document: ResponseCase,
  id: CriterionId,
  make: (outcome: CriterionOutcome) => readonly VisitEvidence[],
): object {
  try {
    const outcome = assess(document, id, { trace: false });
    const visits = make(outcome).map((visit) => ({
      ...visit,
      definitions: visit.definitions.map(({ flag, later }) => ({ ...flag, later })),
    }));
    return { criterion: { id, name: outcome.name }, notJudged: null, visits };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { criterion: null, notJudged: error.message, visits: [] };
  }
}

/** None where the figures of the course cannot be compared lesion by lesion. */
function lesionsOf(document: ResponseCase, deltas: readonly StoredDelta[]): LesionsAtVisit[] {
  try {
    return lesionEvidence({ document, deltas });
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

function burdenOf(document: ResponseCase, { lesions }: CourseFacts): (TumourBurden & { date: string }) | null {
  const baseline = document.visits.findLast(({ role }) => role === "baseline");
  if (baseline === undefined) return null;
  const spread = new Map(lesions.map((lesion) => [lesion.id, lesion.spread]));
  return {
    date: baseline.date,
    ...tumourBurden(
      document.lesions.map((lesion) => ({ ...lesion, spread: spread.get(lesion.id) })),
      baseline.measurements ?? [],
    ),
  };
}

/** Lesions of the baseline in a field irradiated before treatment; null where no radiotherapy before it names its lesions. */
function earlierField({ treatments, lesions }: CourseFacts, treatmentStart: string): string[] | null {
  const before = treatments.filter(({ kind, start }) => kind === "radiotherapy" && start < treatmentStart);
  if (before.length === 0) return null;
  const inField = new Set(before.flatMap(({ lesionsInField }) => lesionsInField));
  return lesions.filter(({ id, role }) => role !== "new" && inField.has(id)).map(({ id }) => id);
}

/** Karnofsky by visit: the response case does not carry it. */
async function karnofskyOf({ sql }: Tx, subjectId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ visit: string; karnofsky: number }[]>`
    select key as visit, (document ->> 'karnofsky')::int as karnofsky from record.visit
     where subject_id = ${subjectId} and superseded_at is null and document ->> 'karnofsky' is not null`;
  return new Map(rows.map(({ visit, karnofsky }) => [visit, karnofsky]));
}
