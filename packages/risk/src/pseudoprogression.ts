import { type CriterionOutcome, dayNumber, type ProgressionEpisode, type ResponseCase } from "@nadir/domain";
import { assessCourse, type Course, courseOf } from "@nadir/response";

export const PSEUDOPROGRESSION_CITATION = {
  irecist: "Seymour 2017, Lancet Oncol 18:e143 (an iUPD that was not confirmed); rule book A16",
  "rano-2.0": "Wen 2023, J Clin Oncol 41:5187 (preliminary progression not confirmed)",
  mrano: "Ellingson 2017, Neurotherapeutics 14:307 (preliminary progression without further growth)",
  irano: "Okada 2015, Lancet Oncol 16:e534 (progression in the six-month window not confirmed)",
} as const;
export type PseudoprogressionSource = keyof typeof PSEUDOPROGRESSION_CITATION;

/** Pseudoprogression is a word for hindsight: it is never said before the scan that did not confirm exists. */
export interface PseudoprogressionAnswer {
  readonly result: "yes" | "no" | "undetermined";
  /** Why it is undetermined, as a code. */
  readonly reason?: string;
  readonly source: PseudoprogressionSource;
  /** Date of the progression that was none, or that is still open. */
  readonly date: string | null;
  readonly visit: string | null;
  /** The visit that did not confirm it, and its label. */
  readonly settledAt: string | null;
  readonly settledAs: string | null;
  /** `response`: a response followed before the next progression; `stabilisation`: none did (A16). */
  readonly depth: "response" | "stabilisation" | null;
}

/** Days after radiotherapy in which a preliminary progression may be pseudoprogression. */
const WINDOW_DAYS = 84;

export const pseudoprogression = (document: ResponseCase): PseudoprogressionAnswer =>
  pseudoprogressionOf(courseOf(document));

/** Solid tumours and metastases: iRECIST. Glioma: RANO 2.0 after first-line radiotherapy, iRANO otherwise; or as the case asks. */
export function sourceOf(document: ResponseCase): PseudoprogressionSource {
  const asked = document.options?.pseudoprogression?.source;
  if (asked) return asked;
  const { disease, setting, radiotherapyEnd } = document.course;
  if (disease !== "glioma") return "irecist";
  return setting === "newly-diagnosed" && radiotherapyEnd !== undefined ? "rano-2.0" : "irano";
}

export function pseudoprogressionOf(course: Course): PseudoprogressionAnswer {
  const source = sourceOf(course.case);
  const outcome = assessCourse(course, source, { trace: false });
  const episodes = outcome.episodes.filter((episode) => mayBePseudo(course, source, episode));
  const refuted = episodes.find((episode) => episode.resolution === "not-confirmed");
  if (refuted) {
    const answer = {
      source,
      date: refuted.date,
      visit: refuted.visit,
      settledAt: refuted.settledAt,
      settledAs: refuted.settledAs,
    };
    if (course.case.options?.pseudoprogression?.treatmentChanged === true)
      return { ...answer, result: "undetermined", reason: "treatment-changed", depth: null };
    return { ...answer, result: "yes", depth: depthOf(outcome, refuted) };
  }
  const open = episodes.find((episode) => episode.resolution === "open");
  const nothing = { source, settledAt: null, settledAs: null, depth: null };
  if (open)
    return { ...nothing, result: "undetermined", reason: "confirmation-awaited", date: open.date, visit: open.visit };
  return { ...nothing, result: "no", date: null, visit: null };
}

/** Under RANO 2.0 only what arose within 12 weeks of chemoradiation. */
function mayBePseudo(course: Course, source: PseudoprogressionSource, episode: ProgressionEpisode): boolean {
  if (source !== "rano-2.0") return true;
  const { radiotherapyEnd, setting } = course.case.course;
  return (
    setting === "newly-diagnosed" &&
    radiotherapyEnd !== undefined &&
    dayNumber(episode.date) - dayNumber(radiotherapyEnd) < WINDOW_DAYS
  );
}

/** A response at the scan that settled it or later, before the next progression. */
function depthOf(outcome: CriterionOutcome, episode: ProgressionEpisode): "response" | "stabilisation" {
  const from = outcome.visitOrder.indexOf(episode.settledAt ?? "");
  for (const id of outcome.visitOrder.slice(from)) {
    const label = outcome.visits[id]?.overall ?? "NE";
    if (/PD$/.test(label)) break;
    if (/^i?(CR|PR)$/.test(label)) return "response";
  }
  return "stabilisation";
}
