import type { Tx } from "@nadir/db";
import type { AssayDetails, ProtocolDocument } from "@nadir/domain";
import type { BiomarkerFacts, ObservationFacts, OutcomeFacts, SubjectFacts, VisitFacts } from "./facts.ts";
import { readFeatures, readImagePrints } from "./read-images.ts";
import { readLinks } from "./read-links.ts";

/** RECIST 1.1 §4.3.2: a target lesion too small to measure counts 5 mm; one that is gone counts 0. */
const TOO_SMALL_MM = 5;

interface SubjectRow {
  id: string;
  key: string;
  study: string;
  site: string;
  arm: string;
  sex: string;
  ethnicity: string | null;
  race: string | null;
  age_years: number | null;
  treatment_start: string | null;
}
interface VisitRow {
  id: string;
  subject_id: string;
  key: string;
  date: string;
  role: string;
}
interface MeasurementRow {
  visit_id: string;
  lesion_id: string;
  node: boolean;
  longest_mm: number | null;
  short_mm: number | null;
  status: string | null;
}
interface BiomarkerRow {
  subject_id: string;
  code: string;
  date: string | null;
  value: number | null;
  text: string | null;
  assay: AssayDetails | null;
}

/** The subjects of a trial as the role of this transaction may see them; live rows only, in order of their keys. */
export async function readCohort(tx: Tx, trialId: string, protocol: ProtocolDocument): Promise<SubjectFacts[]> {
  const { sql } = tx;
  const named = protocol.predictors.flatMap((p) => (p.source.from === "feature" ? [p.source.key] : []));
  const prints = await readImagePrints(tx, trialId);
  const linked = await readLinks(tx, trialId);
  const features = await readFeatures(tx, trialId, new Set(named));
  const subjects = await sql<SubjectRow[]>`
    select s.id, s.key, t.key as study, i.key as site, a.key as arm, s.sex, s.age_years, s.treatment_start::text as treatment_start,
           s.document ->> 'ethnicity' as ethnicity, s.document ->> 'race' as race
      from record.subject s
      join record.trial t on t.id = s.trial_id
      join record.site i on i.id = s.site_id
      join record.arm a on a.id = s.arm_id
     where s.trial_id = ${trialId} and s.superseded_at is null
     order by s.key collate "C"`;
  const visits = await sql<VisitRow[]>`
    select v.id, v.subject_id, v.key, v.date::text as date, v.role
      from record.visit v where v.trial_id = ${trialId} and v.superseded_at is null
     order by v.date, v.key collate "C"`;
  const [trial] = await sql<{ window: { fromDay: number; toDay: number } | null }[]>`
    select t.document -> 'deltaWindow' as window from record.trial t where t.id = ${trialId}`;
  const lesions = await sql<{ id: string; subject_id: string; organ: string }[]>`
    select l.id, l.subject_id, l.organ from record.lesion l
     where l.trial_id = ${trialId} and l.superseded_at is null and l.role = 'target'`;
  const measurements = await sql<MeasurementRow[]>`
    select distinct on (m.visit_id, m.lesion_id) m.visit_id, m.lesion_id, l.node, m.longest_mm, m.short_mm, m.status
      from record.measurement m join record.lesion l on l.id = m.lesion_id
     where m.trial_id = ${trialId} and m.superseded_at is null and l.superseded_at is null and l.role = 'target'
     order by m.visit_id, m.lesion_id, m.reader collate "C", m.method collate "C"`;
  const biomarkers = await sql<BiomarkerRow[]>`
    select b.subject_id, b.code, b.date::text as date, b.value, b.text,
           nullif(jsonb_strip_nulls(jsonb_build_object('assay', b.assay, 'clone', b.document -> 'clone',
             'scoring', b.document -> 'scoring', 'cutOff', b.document -> 'cutOff')), '{}'::jsonb) as assay
      from record.biomarker b where b.trial_id = ${trialId} and b.superseded_at is null
     order by b.code collate "C", b.date nulls first, b.ordinal, b.assay collate "C" nulls first`;
  const observations = await sql<(ObservationFacts & { subject_id: string })[]>`
    select o.subject_id, o.code, o.date::text as date, o.value
      from record.observation o where o.trial_id = ${trialId} and o.superseded_at is null and o.value is not null
     order by o.date, o.code collate "C", o.ordinal`;
  const images = await sql<{ subject_id: string; object_hash: string }[]>`
    select i.subject_id, i.object_hash from record.image i
     where i.trial_id = ${trialId} and i.superseded_at is null order by i.object_hash`;

  const targetsOf = groupBy(lesions, (l) => l.subject_id);
  const figures = groupBy(measurements, (m) => m.visit_id);
  const visitsOf = groupBy(visits, (v) => v.subject_id);
  const markersOf = groupBy(biomarkers, (b) => b.subject_id);
  const observationsOf = groupBy(observations, (o) => o.subject_id);
  const imagesOf = groupBy(images, (i) => i.subject_id);
  return subjects.map((s) => {
    const targets = (targetsOf.get(s.id) ?? []).map((l) => l.id);
    return {
      id: s.id,
      key: s.key,
      study: s.study,
      site: s.site,
      arm: s.arm,
      sex: s.sex,
      ageYears: s.age_years,
      ...(s.ethnicity === null ? {} : { ethnicity: s.ethnicity }),
      ...(s.race === null ? {} : { race: s.race }),
      treatmentStart: s.treatment_start,
      deltaWindow: trial?.window ?? null,
      targetOrgans: (targetsOf.get(s.id) ?? []).map((l) => l.organ),
      visits: (visitsOf.get(s.id) ?? []).map(
        (v): VisitFacts => ({
          key: v.key,
          date: v.date,
          role: v.role,
          targetSumMm: targetSum(targets, figures.get(v.id) ?? []),
        }),
      ),
      biomarkers: (markersOf.get(s.id) ?? []).map(
        ({ code, date, value, text, assay }): BiomarkerFacts => ({
          code,
          date,
          value,
          text,
          ...(assay === null ? {} : { assay }),
        }),
      ),
      observations: (observationsOf.get(s.id) ?? []).map(
        ({ code, date, value }): ObservationFacts => ({ code, date, value }),
      ),
      imageHashes: (imagesOf.get(s.id) ?? []).map((i) => i.object_hash),
      imagePrints: prints.get(s.id) ?? [],
      features: features.get(s.id) ?? [],
      ...linked.get(s.id),
    };
  });
}

/** Null unless every target lesion of the subject has a figure at the visit. */
function targetSum(targets: readonly string[], measured: readonly MeasurementRow[]): number | null {
  if (targets.length === 0) return null;
  let sum = 0;
  for (const lesion of targets) {
    const m = measured.find((row) => row.lesion_id === lesion);
    const mm =
      m === undefined
        ? null
        : m.status === "absent"
          ? 0
          : m.status === "too-small"
            ? TOO_SMALL_MM
            : m.status === null
              ? m.node
                ? m.short_mm
                : m.longest_mm
              : null;
    if (mm === null) return null;
    sum += mm;
  }
  return sum;
}

/** Outcomes that are not sealed. The database gives a modelling role none of a sealed subject. */
export async function readUnsealedOutcomes(tx: Tx, trialId: string): Promise<OutcomeFacts[]> {
  const rows = await tx.sql<OutcomeRow[]>`
    select o.subject_id, o.endpoint, o.time_days, o.event, o.value
      from record.outcome o where o.trial_id = ${trialId} and o.superseded_at is null`;
  return rows.map(outcomeFacts);
}

/** Outcomes released by one opening. */
export async function readOpenedOutcomes(tx: Tx, openingId: string): Promise<OutcomeFacts[]> {
  const rows = await tx.sql<OutcomeRow[]>`
    select o.subject_id, o.endpoint, o.time_days, o.event, o.value
      from analysis.outcome o where o.opening_id = ${openingId}`;
  return rows.map(outcomeFacts);
}

interface OutcomeRow {
  subject_id: string;
  endpoint: string;
  time_days: number | null;
  event: boolean | null;
  value: string | null;
}

const outcomeFacts = (o: OutcomeRow): OutcomeFacts => ({
  subjectId: o.subject_id,
  endpoint: o.endpoint,
  timeDays: o.time_days,
  event: o.event,
  value: o.value,
});

function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const found = groups.get(key(row));
    if (found) found.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
