/**
 * The answer of one response criterion for one course: the shape of the response vectors (`expected`), and beside it the
 * figures behind every label and the rules that fired.
 */

/** A rule that fired at a visit, in the order of firing. */
export interface FiredRule {
  /** Stable name, `<criterion>.<rule>`, e.g. `recist-1.1.target-pd`. */
  readonly id: string;
  /** A sentence for the clinician, with the figures. */
  readonly text: string;
  /** The figures of the sentence: mm, mm², mm³, days, per cent, visit ids. Enough to decide the rule again. */
  readonly figures: RuleFigures;
  /** Paper and section. */
  readonly citation: string;
  /** The reading taken where the sources are ambiguous: `A1` … `A28` of the rule book; null where there is no doubt. */
  readonly reading: string | null;
}
export type RuleFigures = Readonly<Record<string, number | string | null>>;

/** The tumour burden of a visit and what it was compared with. Per cents are for display; labels rest on exact sums. */
export interface SizeFigures {
  readonly unit: "mm" | "mm2" | "mm3";
  /** Sum at the visit; null when a lesion is missing or there are no lesions to add. */
  readonly value: number | null;
  readonly baseline: number | null;
  /** Smallest complete sum before this visit, and the visit that gave it. */
  readonly nadir: number | null;
  readonly nadirVisit: string | null;
  /** 100 × (value − baseline) / baseline; null where the baseline is 0 or unknown. */
  readonly percentFromBaseline: number | null;
  readonly percentFromNadir: number | null;
}

export interface VisitOutcome {
  readonly date: string;
  /** Time-point response in the criterion's own words. */
  readonly overall: string;
  readonly target: string;
  readonly nonTarget: string;
  /** A new lesion that counts is seen at this visit. */
  readonly newLesions: boolean;
  readonly size: SizeFigures;
  readonly trace: readonly FiredRule[];
  /** Sums by their vector names; which of them a criterion fills is said at the criterion. */
  readonly sumMm?: number | null;
  readonly sumMm2?: number | null;
  readonly sumMm3?: number | null;
  readonly burden?: number | null;
  readonly nadirMm?: number | null;
  readonly reference?: number | null;
  readonly nadir?: number | null;
  /** iRECIST: sum of the measured new lesions, apart from the targets. */
  readonly newLesionSumMm?: number | null;
  /** iRECIST: what confirmed the progression. */
  readonly confirmedBy?: readonly string[];
  /** iRECIST: scan too early after iUPD, read as not done. */
  readonly disregarded?: boolean;
  /** The visit that confirmed an earlier progression. */
  readonly progressionConfirmed?: boolean;
  /** Why a visit is NE though measured: `steroid-increase`, `steroid-taper`, `flair-not-evaluable`, … */
  readonly code?: string;
  /** itRECIST: the readings of the injected and the non-injected lesions. */
  readonly injected?: string;
  readonly injectedSumMm?: number | null;
  readonly nonInjected?: string;
  readonly nonInjectedSumMm?: number | null;
  /** RANO 2.0, mixed tumours: each component by itself. */
  readonly components?: Readonly<Record<string, { readonly target: string; readonly size: SizeFigures }>>;
}

export interface BestOverall {
  readonly unconfirmed: string;
  readonly confirmed: string;
}

export type ProgressionFreeSurvival =
  | { readonly status: "event"; readonly cause: "progression" | "death"; readonly date: string }
  | { readonly status: "censored"; readonly date: string };

export interface DurationOfResponse {
  readonly from: string;
  readonly to: string;
  readonly status: "event" | "censored";
  /** Plain difference of the two dates. */
  readonly days: number;
}

/** A progression that had to wait for a confirming scan (iUPD, pPD, uPD, first ir/imPD), and what became of it. */
export interface ProgressionEpisode {
  readonly visit: string;
  readonly date: string;
  readonly label: string;
  readonly resolution: "confirmed" | "not-confirmed" | "open";
  /** The visit that settled it and its overall response; null while open. */
  readonly settledAt: string | null;
  readonly settledAs: string | null;
}

export interface CriterionOutcome {
  readonly criterion: string;
  /** The criterion, and in brackets what the protocol changed: `recist-1.1 [minSdDays=56]`. */
  readonly name: string;
  readonly parametersVersion: string;
  /** Every parameter of the criterion with the value it judged by. */
  readonly parameters: Readonly<Record<string, string | number | boolean | null>>;
  /** By visit id; only visits after the criterion's baseline. */
  readonly visits: Readonly<Record<string, VisitOutcome>>;
  /** Visit ids by date (an object's own key order is not reliable for ids that look like whole numbers). */
  readonly visitOrder: readonly string[];
  readonly baselineVisit: string | null;
  /** Baseline by its vector name; null when a lesion is missing or there is none. */
  readonly baselineSumMm?: number | null;
  readonly baselineSum?: number | null;
  readonly baselineBurden?: number | null;
  readonly bestOverall: BestOverall;
  readonly progressionDate: string | null;
  /** Whether the confirmation that the criterion asks for was seen; null without progression, or where none is asked. */
  readonly progressionConfirmed: boolean | null;
  /** In order; at most the last one is open. Empty for criteria that ask for no confirmation. */
  readonly episodes: readonly ProgressionEpisode[];
  readonly pfs: ProgressionFreeSurvival;
  readonly durationOfResponse: DurationOfResponse | null;
  /** Findings on the baseline selection, sorted; they never change the response. */
  readonly issues: readonly string[];
}
