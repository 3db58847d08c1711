import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { type FeatureConfig, Refusal, refuse } from "@nadir/domain";
import { diagnostics, extract, IBSI_1_CONFIGS, parseConfig } from "@nadir/features";
import { readVolume, type Volume } from "@nadir/imaging";
import { z } from "zod";
import {
  type FeatureCase,
  type FeatureCaseIo,
  type FeatureCaseResult,
  type FeatureFailure,
  featureCase,
} from "./features-case.ts";
import { compareMap } from "./features-filter.ts";
import { profileConfig } from "./features-profile.ts";
import { type CaseTolerance, meets, parseReference } from "./features-reference.ts";

export {
  type FeatureCase,
  type FeatureCaseIo,
  type FeatureCaseResult,
  type FeatureFailure,
  featureCase,
} from "./features-case.ts";

/** Runs the cases one by one, so that a line can be printed for each. Refuses `BAD_CASES` before the first. */
export function* runFeatureConformance(cases: unknown, io: FeatureCaseIo): Generator<FeatureCaseResult> {
  for (const one of parseCases(cases)) yield runCase(one, io);
}

function parseCases(json: unknown): FeatureCase[] {
  const parsed = z.array(featureCase).min(1).safeParse(json);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    parsed.error.issues.map(({ path, message }) => ({
      code: "BAD_CASES",
      message: `The list of feature cases, at ${path.join(".") || "the top"}: ${message}.`,
      where: { path: path.join(".") },
    })),
  );
}

function runCase(one: FeatureCase, io: FeatureCaseIo): FeatureCaseResult {
  const failed = (key: string, expected: string, got: string): FeatureCaseResult => ({
    id: one.id,
    passed: false,
    status: "failed",
    checked: 0,
    unchecked: [],
    failures: [{ key, expected, got, tolerance: null }],
  });
  try {
    return /\.(nii(\.gz)?|nrrd)$/.test(one.reference) ? compareMap(one, io) : compare(one, io);
  } catch (error) {
    if (error instanceof Refusal) return failed(error.code, "values", error.message);
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT")
      return failed("file", "a readable file", (error as Error).message);
    throw error;
  }
}

function compare(one: FeatureCase, io: FeatureCaseIo): FeatureCaseResult {
  const { tolerance } = one;
  const slack: CaseTolerance = typeof tolerance === "number" ? { relative: tolerance } : (tolerance ?? {});
  const reference = parseReference(one.reference, io.text(one.reference), slack);
  const input = {
    image: io.volume(one.image),
    mask: io.volume(one.mask),
    label: one.label ?? undefined,
    config: one.profile === "pyradiomics" ? profileConfig(one, io, reference.expected) : configOf(one, io),
  };
  const got = new Map<string, { value: number | null; reason?: string | undefined }>();
  for (const { key, value, reason } of extract(input).values) got.set(key, { value, reason });
  const computed = [...got.keys()];
  if (reference.expected.some((e) => /_(img|roi)$/.test(e.key)))
    for (const [key, value] of diagnostics(input)) got.set(key, { value });

  const failures: FeatureFailure[] = [];
  for (const e of reference.expected) {
    const found = got.get(e.key);
    if (found?.value != null && meets(e, found.value)) continue;
    const told = found ? (found.value ?? `undefined: ${found.reason}`) : "not computed";
    failures.push({ key: e.key, expected: e.value, got: told, tolerance: e.tolerance });
  }
  const known = new Set(reference.expected.map((e) => e.key));
  return {
    id: one.id,
    passed: failures.length === 0,
    status: failures.length === 0 ? "passed" : "failed",
    checked: reference.expected.length,
    unchecked: computed.filter((key) => !known.has(key)),
    failures,
  };
}

function configOf({ config, profile }: FeatureCase, io: FeatureCaseIo): FeatureConfig {
  if (typeof config === "object") return parseConfig({ ...config, profile });
  if (config in IBSI_1_CONFIGS) return IBSI_1_CONFIGS[config as keyof typeof IBSI_1_CONFIGS];
  if (!config.endsWith(".json"))
    refuse(
      "BAD_CONFIG",
      `'${config}' is no configuration; name one of ${Object.keys(IBSI_1_CONFIGS).join(", ")} or a .json file.`,
    );
  return parseConfig(JSON.parse(io.text(config)));
}

/** Reads from disk, relative to the file that lists the cases; .nii, .nii.gz and .nrrd. Each volume is read once. */
export function featureCaseFiles(casesPath: string): FeatureCaseIo {
  const at = (path: string): string => resolve(dirname(casesPath), path);
  const volumes = new Map<string, Volume>();
  return {
    text: (path) => readFileSync(at(path), "utf8"),
    volume(path) {
      const known = volumes.get(path);
      if (known) return known;
      const volume = readVolume(readFileSync(at(path)), gunzipSync);
      volumes.set(path, volume);
      return volume;
    },
  };
}
