import type { AssayDetails, ImportedModel } from "@nadir/domain";

/** What the record says of one subject, as far as the reading role may see it. Days are ISO texts. */
export interface SubjectFacts {
  /** Row id in the record. */
  readonly id: string;
  /** Pseudonymous key: the unit of the split. */
  readonly key: string;
  /** Key of the trial. */
  readonly study: string;
  readonly site: string;
  readonly arm: string;
  readonly sex: string;
  readonly ageYears: number | null;
  /** CDISC ETHNIC and RACE, where they are held. */
  readonly ethnicity?: string;
  readonly race?: string;
  readonly treatmentStart: string | null;
  /** Days after treatment start in which the trial takes its changes; null where it names none. */
  readonly deltaWindow?: { readonly fromDay: number; readonly toDay: number } | null;
  /** Organs of the target lesions, one a lesion. */
  readonly targetOrgans?: readonly string[];
  /** Visits in order of their days. */
  readonly visits: readonly VisitFacts[];
  readonly biomarkers: readonly BiomarkerFacts[];
  /** Observations with a value, in order of their days. */
  readonly observations: readonly ObservationFacts[];
  /** SHA-256 of the image objects of the subject, sorted. */
  readonly imageHashes: readonly string[];
  /** What tells copies of images apart; an image that has not been computed yet has none. */
  readonly imagePrints: readonly ImagePrint[];
  /** Keyed hashes of who the patient is, across trials; equal ones are one patient. */
  readonly links?: readonly string[];
  /** Other trials of this installation, among those that the reading person belongs to, in which the patient stands too. */
  readonly alsoIn?: readonly string[];
  /** Where the scans came from, as the image table says. */
  readonly scans?: readonly ScanSource[];
  /** Extracted features by lesion: all at baseline, and those that the protocol names at every visit. */
  readonly features: readonly FeatureFacts[];
}

export interface ScanSource {
  readonly studyUid: string | null;
  readonly seriesUid: string | null;
  readonly scanner: string | null;
  readonly imagingSite: string | null;
  readonly readingSite: string | null;
}

export interface ImagePrint {
  readonly objectHash: string;
  /** Voxels in canonical order, without and with where they lie. */
  readonly voxelHash: string;
  readonly placedHash: string;
  /** Null without contrast. */
  readonly fingerprint: Float32Array | null;
}

export interface FeatureFacts {
  readonly visitKey: string;
  readonly modality: string;
  readonly configHash: string;
  readonly target: boolean;
  /** The model of another laboratory that gave the vector; null for the platform's own. */
  readonly model?: ImportedModel | null;
  /** mm³, of the mask that the vector was taken in; null where it is not known. */
  readonly volumeMm3?: number | null;
  readonly values: Readonly<Record<string, number>>;
}

export interface VisitFacts {
  readonly key: string;
  readonly date: string;
  readonly role: string;
  /** Sum of the measured target lesions in mm (short axis for nodes); null when a target lesion has no figure. */
  readonly targetSumMm: number | null;
}

export interface BiomarkerFacts {
  readonly code: string;
  readonly date: string | null;
  readonly value: number | null;
  readonly text: string | null;
  /** Absent where the record names none; no predictor and no hash depends on it. */
  readonly assay?: AssayDetails;
}

export interface ObservationFacts {
  readonly code: string;
  readonly date: string;
  readonly value: number;
}

/** What became of a subject, one endpoint. */
export interface OutcomeFacts {
  readonly subjectId: string;
  readonly endpoint: string;
  readonly timeDays: number | null;
  readonly event: boolean | null;
  readonly value: string | null;
}
