import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { featureConfigHash, Refusal, refuse } from "@nadir/domain";
import { diagnostics, extract } from "@nadir/features";
import { readVolume, type Volume } from "@nadir/imaging";
import {
  type FeatureCase,
  type FeatureCaseIo,
  type FeatureCaseResult,
  type FeatureFailure,
  featureCase,
  outcomeOf,
} from "./features-case.ts";
import { configOf } from "./features-config.ts";
import { compareMap } from "./features-filter.ts";
import { meets, parseReference } from "./features-reference.ts";
import { fromTable } from "./features-reference-json.ts";
import type { Reference } from "./features-reference-shape.ts";

export {
  type FeatureCase,
  type FeatureCaseIo,
  type FeatureCaseResult,
  type FeatureFailure,
  featureCase,
} from "./features-case.ts";

/**
 * Runs the cases one by one, so that a line can be printed for each; one that cannot be run is a failed case, and the
 * next follows. Refuses `BAD_CASES` when there is no list.
 */
export function* runFeatureConformance(cases: unknown, io: FeatureCaseIo): Generator<FeatureCaseResult> {
  if (!Array.isArray(cases) || cases.length === 0)
    refuse("BAD_CASES", "The list of feature cases, at the top: it must be an array of at least one case.", {
      expected: "[{id, image, mask, label, profile, config, reference, tolerance}, …]",
    });
  for (const [n, one] of cases.entries()) yield runCase(one, n, io);
}

function runCase(json: unknown, n: number, io: FeatureCaseIo): FeatureCaseResult {
  const parsed = featureCase.safeParse(json);
  const named = (json as { id?: unknown } | null)?.id;
  const id = typeof named === "string" && named !== "" ? named : `case ${n + 1}`;
  const failed = (failures: readonly FeatureFailure[]): FeatureCaseResult =>
    outcomeOf({ id, checked: 0, unchecked: [], failures });
  if (!parsed.success)
    return failed(
      parsed.error.issues.map(({ path, message }) => ({
        key: `BAD_CASE ${path.join(".")}`.trim(),
        expected: "a case (docs/command-line.md)",
        got: message,
        tolerance: null,
      })),
    );
  try {
    const one = parsed.data;
    if (typeof one.reference === "string" && /\.(nii(\.gz)?|nrrd|nhdr)$/i.test(one.reference))
      return compareMap(one, one.reference, io);
    return compare(one, io);
  } catch (error) {
    return failed((error instanceof AggregateError ? error.errors : [error]).flatMap(failuresOf));
  }
}

/** What a thrown error says of a case. */
function failuresOf(error: unknown): FeatureFailure[] {
  if (error instanceof Refusal)
    return error.problems.map(({ code, message, expected }) => ({
      key: code,
      expected: expected ?? "values",
      got: message,
      tolerance: null,
    }));
  const { code, message } = error as NodeJS.ErrnoException;
  const isFile = error instanceof SyntaxError || ["ENOENT", "EISDIR", "EACCES"].includes(code ?? "");
  return [
    {
      key: isFile ? "file" : "error",
      expected: isFile ? "a readable file" : "values",
      got: message,
      tolerance: null,
    },
  ];
}

/** Reads each, so that everything that cannot be read is named at once: an AggregateError of all that was thrown. */
function allOf<R, I, M>(reference: () => R, image: () => I, mask: () => M): [R, I, M] {
  const thrown: unknown[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      thrown.push(error);
      return undefined;
    }
  };
  const read = [attempt(reference), attempt(image), attempt(mask)];
  if (thrown.length > 0) throw new AggregateError(thrown);
  return read as [R, I, M];
}

function referenceOf(one: FeatureCase, io: FeatureCaseIo): Reference {
  if (typeof one.reference === "object") return fromTable("reference", one.reference, one.tolerance);
  const setting = typeof one.config === "string" ? /(\d+)[._-]?([AB])$/i.exec(one.config.trim()) : null;
  return parseReference(
    one.reference,
    io.text(one.reference),
    one.tolerance,
    setting ? `${setting[1]}.${setting[2]!.toUpperCase()}` : undefined,
  );
}

function compare(one: FeatureCase, io: FeatureCaseIo): FeatureCaseResult {
  const [reference, image, mask] = allOf(
    () => referenceOf(one, io),
    () => io.volume(one.image),
    () =>
      one.mask
        ? io.volume(one.mask)
        : refuse("NO_MASK", `The case '${one.id}' names no mask; features are taken of a region.`),
  );
  const config = configOf(one, io, reference);
  const input = { image, mask, label: one.label ?? undefined, config };
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
  const known = new Set([...reference.expected.map((e) => e.key), ...(one.complete ? reference.withoutValue : [])]);
  const unchecked = computed.filter((key) => !known.has(key));
  if (one.complete)
    for (const key of unchecked)
      failures.push({ key, expected: "no feature of this name", got: got.get(key)!.value, tolerance: null });
  return outcomeOf({
    id: one.id,
    checked: reference.expected.length,
    compared: reference.expected.map((e) => e.key),
    unchecked,
    failures,
    configHash: featureConfigHash(config),
  });
}

/** Volumes kept at a time: an image and its mask serve several cases in a row. */
const KEPT = 4;

/** Reads from disk, relative to the file that lists the cases; .nii, .nii.gz and .nrrd. */
export function featureCaseFiles(casesPath: string): FeatureCaseIo {
  const at = (path: string): string => resolve(dirname(casesPath), path);
  const volumes = new Map<string, Volume>();
  return {
    text: (path) => readFileSync(at(path), "utf8"),
    volume(path) {
      const known = volumes.get(path);
      if (known) return known;
      const volume = readVolume(readFileSync(at(path)), gunzipSync);
      if (volumes.size >= KEPT) volumes.delete(volumes.keys().next().value!);
      volumes.set(path, volume);
      return volume;
    },
  };
}
