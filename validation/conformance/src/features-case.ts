import type { Volume } from "@nadir/imaging";
import { z } from "zod";

const slack = z.object({ relative: z.number().optional(), absolute: z.number().optional() });

/**
 * One case of the features conformance suite. Paths are relative to the file that lists the cases. `config` is a
 * feature configuration, the name of one of IBSI 1's (`digital-phantom`, `A` … `E`), or the path of a JSON file. With a
 * reference of a response map (.nii, .nii.gz, .nrrd) it is `{ filter }`. With the profile `pyradiomics` it may also be PyRadiomics parameters, or the path of a parameter file (.yaml, .yml, .json).
 */
export const featureCase = z.object({
  id: z.string().min(1),
  image: z.string().min(1),
  mask: z.string().min(1),
  label: z.union([z.number(), z.array(z.number()).min(1)]).nullish(),
  profile: z.enum(["ibsi", "pyradiomics"]).default("ibsi"),
  config: z.union([z.string(), z.record(z.string(), z.unknown())]).default({}),
  reference: z.string().min(1),
  /** For references without their own: a relative tolerance, or both kinds. */
  tolerance: z
    .union([z.number().nonnegative(), slack.extend({ wavelet: slack.optional(), log: slack.optional() })])
    .nullish(),
});
export type FeatureCase = z.infer<typeof featureCase>;

/** How the suite reads what a case names. */
export interface FeatureCaseIo {
  readonly volume: (path: string) => Volume;
  readonly text: (path: string) => string;
}

export interface FeatureFailure {
  readonly key: string;
  readonly expected: number | string;
  readonly got: number | string | null;
  readonly tolerance: number | null;
}

export interface FeatureCaseResult {
  readonly id: string;
  readonly passed: boolean;
  /** `not-implemented`: the case's profile is one Nadir has no code for; it counts as not passed. */
  readonly status: "passed" | "failed" | "not-implemented";
  /** Values compared. */
  readonly checked: number;
  /** Features that Nadir computed and the reference gives no value for. */
  readonly unchecked: readonly string[];
  readonly failures: readonly FeatureFailure[];
}
