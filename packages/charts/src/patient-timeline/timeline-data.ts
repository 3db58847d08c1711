import type { StudyDayRule } from "../day-axis.ts";

/** One patient's course, every day counted from treatment start (0). */
export interface PatientTimelineData {
  readonly treatments?: readonly TimelineTreatment[];
  readonly visits?: readonly TimelineVisit[];
  /** Tumour burden, one panel each (sum of diameters, bidimensional product, volume). */
  readonly burden?: readonly TimelineBurden[];
  /** One lane a criterion, in this order. */
  readonly responses?: readonly TimelineResponses[];
  /** Labs, performance status, steroids: one small lane each. */
  readonly series?: readonly TimelineSeries[];
  readonly adverseEvents?: readonly TimelineAdverseEvent[];
  readonly milestones?: readonly TimelineMilestone[];
  /** What lies at 0; default "treatment start". */
  readonly origin?: string;
  /** Of a trial that counts study days: days are told by its own count. Left out: as they are counted here. */
  readonly studyDays?: StudyDayRule;
  /** Range of days to show; default: all there is. */
  readonly from?: number;
  readonly to?: number;
}

export type TreatmentKind = "immunotherapy" | "chemotherapy" | "targeted" | "radiotherapy" | "surgery" | "other";

export interface TimelineTreatment {
  /** Rows of the same name share a line. */
  readonly name: string;
  readonly kind: TreatmentKind;
  readonly from: number;
  /** Null: ongoing at the end of what is shown. Equal to `from`: a single day. */
  readonly to: number | null;
  /** Days of single administrations. */
  readonly doses?: readonly number[];
  /** Short: "1200 mg q3w", "50 Gy in 25". */
  readonly detail?: string;
}

export interface TimelineVisit {
  readonly day: number;
  readonly label: string;
  /** Imaging visits run as a faint line through the whole chart. */
  readonly imaging: boolean;
  readonly state?: "done" | "due" | "missed";
}

export interface TimelineBurden {
  readonly label: string;
  /** `mm`, `mm²`, `mL`. */
  readonly unit: string;
  readonly points: readonly { readonly day: number; readonly value: number }[];
  /** Day of the baseline visit; null where there is none. Without a value there, changes count from the first value after. */
  readonly baseline: number | null;
  /** Days of visits whose burden is not known (a lesion not measured): marked, and no value stands there. */
  readonly unknown?: readonly number[];
  /** Decimals of printed values; default 0. */
  readonly digits?: number;
}

export interface TimelineResponses {
  readonly criterion: string;
  readonly outcomes: readonly {
    readonly day: number;
    /** CR, PR, SD, PD, NE, iUPD, iCPD, … as the criterion names it. */
    readonly category: string;
    readonly confirmed?: boolean;
    /** Shown in the tooltip: why. */
    readonly reason?: string;
  }[];
}

/** A limit left out is open. */
interface ReferenceRange {
  readonly low?: number;
  readonly high?: number;
}

export interface TimelineSeries {
  readonly label: string;
  /** What the label stands for, where it is a code. */
  readonly words?: string;
  readonly unit: string;
  readonly points: readonly {
    readonly day: number;
    readonly value: number;
    /** Of this value alone, where it is not that of the series. */
    readonly reference?: ReferenceRange;
  }[];
  /** Drawn as a band. */
  readonly reference?: ReferenceRange;
  /** `step`: the value holds until the next (a daily dose). */
  readonly shape?: "line" | "step";
  readonly digits?: number;
}

export interface TimelineAdverseEvent {
  readonly term: string;
  readonly grade: 1 | 2 | 3 | 4 | 5;
  readonly from: number;
  /** Null: ongoing. */
  readonly to: number | null;
  readonly immuneRelated?: boolean;
}

export interface TimelineMilestone {
  readonly day: number;
  readonly label: string;
  /** `death` and `lastContact` end the line; `flag` is something the platform raised. */
  readonly kind: "death" | "lastContact" | "progression" | "flag" | "other";
}
