import type { Lesion, Measurement, NonTargetAssessment, Subject, Treatment, Trial, Visit } from "@nadir/domain";

/** Everything of one subject's record that response is judged from. */
export interface CourseOfRecord {
  readonly trial: Trial;
  readonly subject: Subject;
  readonly visits: readonly (Visit & {
    readonly scanned: boolean;
    readonly sliceMm: number | null;
    /** Of the anatomical scans of the day, where they are of one kind. */
    readonly modality: "CT" | "MR" | null;
  })[];
  readonly lesions: readonly Lesion[];
  readonly measurements: readonly Measurement[];
  readonly nonTarget: readonly NonTargetAssessment[];
  readonly treatments: readonly Treatment[];
}
