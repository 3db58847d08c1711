import { type AdverseEvent, daysBetween, glucocorticoidOf, type ImmuneOrganId, type Treatment } from "@nadir/domain";

/**
 * Organs of immune-related events, each with the CTCAE terms that name it (toxicities as grouped by Haanen 2022, Ann Oncol
 * 33:1217, ESMO guideline). In this order the tables stand.
 */
export const IMMUNE_ORGANS = [
  { id: "bowel", name: "Bowel", terms: /colitis|enterocolitis|enteritis|diarrh|ileitis|gastritis/i },
  {
    id: "liver",
    name: "Liver",
    terms:
      /hepat|alanine aminotransferase|aspartate aminotransferase|cholangitis|\bAL?T increased|\bAST increased|transaminase/i,
  },
  { id: "pituitary", name: "Pituitary", terms: /hypophys|hypopituit/i },
  { id: "thyroid", name: "Thyroid", terms: /thyroid/i },
  { id: "adrenal", name: "Adrenal", terms: /adrenal/i },
  { id: "pancreas", name: "Pancreas", terms: /pancreat|lipase|amylase|diabetes|glucose intolerance/i },
  { id: "lung", name: "Lung and mediastinum", terms: /pneumonitis|interstitial lung|sarcoid|pleuritis|mediastin/i },
  { id: "joints", name: "Joints and muscle", terms: /arthr|myositis|myalgia|polymyalgia|tendinitis/i },
  { id: "heart", name: "Heart", terms: /myocarditis|pericarditis/i },
  {
    id: "nerves",
    name: "Nervous system",
    terms: /encephalitis|meningitis|neuropath|myasthenia|guillain|myelitis|neuritis/i,
  },
  { id: "kidney", name: "Kidney", terms: /nephritis|creatinine increased|acute kidney/i },
  { id: "eye", name: "Eye", terms: /uveitis|iritis|episcleritis|keratitis/i },
  { id: "skin", name: "Skin", terms: /rash|prurit|vitiligo|dermat|psoria|lichen|pemphig|erythema|skin/i },
  { id: "blood", name: "Blood", terms: /an[ae]mia|thrombocytop|platelet count|neutrop|hemophag|haemophag/i },
  { id: "infusion", name: "Infusion", terms: /infusion/i },
] as const satisfies readonly { readonly id: ImmuneOrganId; readonly name: string; readonly terms: RegExp }[];
export type ImmuneOrgan = ImmuneOrganId | "other";

export const immuneOrganOf = (term: string): ImmuneOrgan =>
  IMMUNE_ORGANS.find(({ terms }) => terms.test(term))?.id ?? "other";
export const immuneOrganName = (organ: ImmuneOrgan): string =>
  IMMUNE_ORGANS.find(({ id }) => id === organ)?.name ?? "Other";

/** One immune-related event with what the record knows of its course. */
export interface ImmuneEvent {
  readonly id: string;
  readonly term: string;
  readonly organ: ImmuneOrgan;
  /** CTCAE, 1 to 5: the highest of the event. */
  readonly grade: number;
  readonly start: string;
  readonly end: string | null;
  /** Days from the first day of immunotherapy (0 = the same day); null without one, negative before it. */
  readonly onsetDays: number | null;
  /** Drugs that ran on the first day, steroids left out. */
  readonly under: readonly string[];
  /** As recorded with the event; else yes where a course of a glucocorticoid began during it; null where neither is known. */
  readonly steroids: boolean | null;
  /** The course that says so. */
  readonly steroidCourse: string | null;
  /** What was done with the treatment; null where nobody said. */
  readonly action: NonNullable<AdverseEvent["action"]> | null;
  readonly serious: boolean;
}

/** The events that the record marks immune-related, by first day. */
export function immuneEvents(
  events: readonly AdverseEvent[],
  treatments: readonly Treatment[],
  immunotherapyStart: string | null,
): ImmuneEvent[] {
  const drugs = treatments.filter(({ kind }) => kind === "drug");
  const courses = drugs.filter(({ name }) => glucocorticoidOf(name) !== null);
  return events
    .filter(({ immuneRelated }) => immuneRelated)
    .map((event): ImmuneEvent => {
      const { id, term, grade, start, end, serious } = event;
      const course = courses.find((c) => c.start >= start && (end === undefined || c.start <= end));
      return {
        id,
        term,
        organ: immuneOrganOf(term),
        grade,
        start,
        end: end ?? null,
        onsetDays: immunotherapyStart === null ? null : daysBetween(immunotherapyStart, start),
        under: [
          ...new Set(
            drugs
              .filter(
                (d) => glucocorticoidOf(d.name) === null && d.start <= start && (d.end === undefined || d.end >= start),
              )
              .map(({ name }) => name),
          ),
        ],
        steroids: event.steroids ?? (course ? true : null),
        steroidCourse: course ? `${course.name} from ${course.start}` : null,
        action: event.action ?? null,
        serious,
      };
    })
    .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.id < b.id ? -1 : 1));
}

/** Of one organ over the patients of a trial; a patient counts once, at the worst grade there. */
export interface OrganSummary {
  readonly organ: ImmuneOrgan;
  readonly patients: number;
  /** Patients by worst grade, 1 to 5. */
  readonly byGrade: readonly [number, number, number, number, number];
  readonly events: number;
  /** Of each patient's first event of the organ that began on immunotherapy, days: median, least, greatest; null where none has one. */
  readonly onset: { readonly median: number; readonly least: number; readonly greatest: number } | null;
  /** Patients with steroids for it; with treatment interrupted or reduced; withdrawn. Null where no event says anything of it. */
  readonly steroids: number | null;
  readonly held: number | null;
  readonly withdrawn: number | null;
}

/** By organ, in the order of `IMMUNE_ORGANS`, only organs with an event; `all` counts every organ together. */
export function summariseImmuneEvents(patients: readonly (readonly ImmuneEvent[])[]): {
  readonly organs: readonly OrganSummary[];
  readonly all: Omit<OrganSummary, "organ">;
} {
  const order: ImmuneOrgan[] = [...IMMUNE_ORGANS.map(({ id }) => id), "other"];
  const organs = order.flatMap((organ) => {
    const of = patients.map((events) => events.filter((e) => e.organ === organ)).filter((events) => events.length > 0);
    return of.length === 0 ? [] : [{ organ, ...summaryOf(of) }];
  });
  return { organs, all: summaryOf(patients.filter((events) => events.length > 0)) };
}

function summaryOf(patients: readonly (readonly ImmuneEvent[])[]): Omit<OrganSummary, "organ"> {
  const byGrade: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  for (const events of patients) byGrade[Math.max(...events.map(({ grade }) => grade)) - 1]!++;
  const onsets = patients
    .flatMap((events) => events.map(({ onsetDays }) => onsetDays).find((days) => days !== null && days >= 0) ?? [])
    .sort((a, b) => a - b);
  const having = (test: (event: ImmuneEvent) => boolean) => patients.filter((events) => events.some(test)).length;
  /** "Nobody" only where somebody wrote it down. */
  const recorded = (said: (event: ImmuneEvent) => boolean, count: number) =>
    patients.some((events) => events.some(said)) ? count : null;
  const actionSaid = (event: ImmuneEvent) => event.action !== null;
  return {
    patients: patients.length,
    byGrade,
    events: patients.reduce((sum, events) => sum + events.length, 0),
    onset:
      onsets.length === 0
        ? null
        : { median: median(onsets), least: onsets[0] as number, greatest: onsets.at(-1) as number },
    steroids: recorded(
      (e) => e.steroids !== null,
      having((e) => e.steroids === true),
    ),
    held: recorded(
      actionSaid,
      having((e) => e.action === "interrupted" || e.action === "reduced"),
    ),
    withdrawn: recorded(
      actionSaid,
      having((e) => e.action === "withdrawn"),
    ),
  };
}

const median = (sorted: readonly number[]): number => {
  const half = sorted.length / 2;
  return Number.isInteger(half)
    ? ((sorted[half - 1] as number) + (sorted[half] as number)) / 2
    : (sorted[Math.floor(half)] as number);
};
