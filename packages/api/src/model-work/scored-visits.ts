import type { Tx } from "@nadir/db";
import { daysBetween, type ModelCard } from "@nadir/domain";
import { gatherInputs, type RecordOnDay, recordInputs, scoreCard } from "@nadir/risk";
import { readCourseFacts } from "../evidence/read-course-facts.ts";
import { tumourRegion } from "../models/score-models.ts";

/** A probability given at one visit of one patient from the record as it stood that day. */
export interface ScoredVisit {
  readonly subjectId: string;
  readonly subject: string;
  readonly date: string;
  /** From the start of treatment. */
  readonly day: number;
  /** 0 the start of treatment (the baseline's scan), then the scans after it. */
  readonly order: number;
  readonly probability: number;
  /** Numbers of the signature, NaN where one is not known. */
  readonly inputs: Readonly<Record<string, number>>;
}

interface SubjectRow {
  readonly id: string;
  readonly key: string;
  readonly sex: string;
  readonly ageYears: number | null;
  readonly treatmentStart: string;
}
interface VisitRow {
  readonly key: string;
  readonly date: string;
  readonly role: string;
  readonly ecog: number | null;
  readonly karnofsky: number | null;
}

/**
 * Every patient of a trial at the start of treatment and at each scan after it, as far as the record gives a probability.
 * Patients of sealed test sets are counted and never looked at.
 */
export async function scoredVisits(tx: Tx, trialId: string, card: ModelCard) {
  const { sql } = tx;
  const subjects = await sql<SubjectRow[]>`
    select s.id, s.key, s.sex, s.age_years as "ageYears", s.treatment_start::text as "treatmentStart"
      from record.subject s
     where s.trial_id = ${trialId} and s.superseded_at is null and s.treatment_start is not null
       and not exists (select from sealed.member m where m.subject_id = s.id)
     order by s.key collate "C"`;
  const [{ sealed } = { sealed: 0 }] = await sql<{ sealed: number }[]>`
    select count(distinct s.id)::int as sealed from record.subject s join sealed.member m on m.subject_id = s.id
     where s.trial_id = ${trialId} and s.superseded_at is null`;
  const scored: ScoredVisit[] = [];
  let notScored = 0;
  for (const subject of subjects) {
    const own = await ofSubject(tx, subject, card);
    if (own.length === 0) notScored++;
    scored.push(...own);
  }
  return { scored, notScored, sealed };
}

async function ofSubject(tx: Tx, subject: SubjectRow, card: ModelCard): Promise<ScoredVisit[]> {
  const facts = await readCourseFacts(tx, subject.id);
  const regions = await tumourRegion(tx, subject.id);
  const visits = await tx.sql<VisitRow[]>`
    select key, date::text as date, role, (document ->> 'ecog')::int as ecog, (document ->> 'karnofsky')::int as karnofsky
      from record.visit where subject_id = ${subject.id} and superseded_at is null order by date, key`;
  const baseline = visits.findLast(({ role }) => role === "baseline");
  const later = visits.filter(
    (v) => v.date > subject.treatmentStart && v.role !== "baseline" && v.role !== "pre-baseline",
  );
  const { signature } = card;
  const names = signature.inputs.flatMap((i) => (i.from === "word" ? [] : [i.name]));
  return [
    { visit: baseline, date: subject.treatmentStart },
    ...later.map((visit) => ({ visit, date: visit.date })),
  ].flatMap(({ visit, date }, order): ScoredVisit[] => {
    const record: RecordOnDay = {
      date,
      ageYears: subject.ageYears,
      sex: subject.sex,
      ecog: visit?.ecog ?? null,
      karnofsky: visit?.karnofsky ?? null,
      observations: facts.observations,
      biomarkers: facts.biomarkers,
      regions: (visit && regions.get(visit.key)) ?? {},
    };
    const known = recordInputs(signature, record);
    const { probability } = scoreCard(card, known);
    // A model that speaks at an increase says nothing before there is a scan to have grown.
    if (probability === null || (card.speaks === "at-increase" && order === 0)) return [];
    const { values } = gatherInputs(signature, known);
    const number = (name: string): number => {
      const value = values.get(name);
      return typeof value === "number" ? value : Number.NaN;
    };
    return [
      {
        subjectId: subject.id,
        subject: subject.key,
        date,
        day: daysBetween(subject.treatmentStart, date),
        order,
        probability,
        inputs: Object.fromEntries(names.map((name) => [name, number(name)])),
      },
    ];
  });
}
