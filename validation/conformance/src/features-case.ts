import type { Volume } from "@nadir/imaging";
import { z } from "zod";
import type { CaseTolerance } from "./features-reference-shape.ts";

const NAMES: Readonly<Record<string, string>> = {
  rtol: "relative",
  rel: "relative",
  atol: "absolute",
  abs: "absolute",
};
const size = z.number().nonnegative().optional();
/** A relative tolerance, or both kinds under Nadir's or NumPy's names. */
const slack = z.preprocess(
  (x) =>
    typeof x === "number"
      ? { relative: x }
      : typeof x === "object" && x !== null
        ? Object.fromEntries(Object.entries(x).map(([key, value]) => [NAMES[key] ?? key, value]))
        : x,
  z.looseObject({ relative: size, absolute: size }),
);
const tolerance = slack.transform(({ relative, absolute, original, wavelet, log }, context) => {
  const part = (x: unknown) => {
    if (x === undefined || x === null) return undefined;
    const parsed = slack.safeParse(x);
    if (!parsed.success) context.addIssue({ code: "custom", message: "a number, or {relative, absolute}" });
    return parsed.data;
  };
  return { relative, absolute, ...part(original), wavelet: part(wavelet), log: part(log) };
});
const table = z.record(z.string(), z.unknown());

/**
 * One case of the features conformance suite (docs/command-line.md). Paths are relative to the file that lists the
 * cases. `config` is a feature configuration, one in the words of IBSI's tables (`ibsi-style.ts`), PyRadiomics
 * parameters, the path of a JSON or YAML file with any of these, or the name of a published configuration
 * (`digital-phantom`, `A` … `E`, `1.A` … `9.B`). `reference` is a path or, for name → value, the object itself.
 */
export const featureCase = z.object({
  id: z.string().min(1),
  image: z.string().min(1),
  /** Only a case whose reference is a response map needs none. */
  mask: z.string().min(1).nullish(),
  label: z.union([z.number(), z.array(z.number()).min(1)]).nullish(),
  profile: z
    .enum(["ibsi", "pyradiomics"])
    .nullish()
    .transform((x) => x ?? "ibsi"),
  config: z
    .union([z.string(), table])
    .nullish()
    .transform((x) => x ?? {}),
  reference: z.union([z.string().min(1), table]),
  /** For references without their own: a relative tolerance, or both kinds, and others under `wavelet` and `log`. */
  tolerance: tolerance.nullish().transform((x): CaseTolerance => x ?? {}),
  /** Also fail for a computed feature that the reference does not name. */
  complete: z.boolean().nullish(),
});
export type FeatureCase = z.output<typeof featureCase>;

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
  readonly status: "passed" | "failed";
  /** Values compared. */
  readonly checked: number;
  /** Features that Nadir computed and the reference gives no value for. */
  readonly unchecked: readonly string[];
  readonly failures: readonly FeatureFailure[];
  /** The keys of the values compared; absent for a map and where nothing could be. */
  readonly compared?: readonly string[];
  /** Response maps: the share of voxels within the tolerance. */
  readonly agreement?: number;
  /** The hash of the configuration as it was understood; absent when it could not be. */
  readonly configHash?: string;
}

/** The outcome of comparing: passed when nothing failed. */
export const outcomeOf = (parts: Omit<FeatureCaseResult, "passed" | "status">): FeatureCaseResult => ({
  ...parts,
  passed: parts.failures.length === 0,
  status: parts.failures.length === 0 ? "passed" : "failed",
});
