import type { LeakageCheck } from "@nadir/domain";
import type { ImagePrint } from "../cohort/facts.ts";
import { isDevelopment, isTest, type LeakageInput, line, type PlacedSubject, some } from "./input.ts";
import { type FeatureFingerprint, nearFeatures } from "./near-features.ts";
import { nearPairs, SAME_IMAGE } from "./near-images.ts";

/**
 * Check 4: no image belongs to subjects of both sets: by its DICOM study or series, as a file, as voxels in place, or as voxels wherever they lie (a
 * re-exported copy).
 */
export function duplicateImages({ subjects }: LeakageInput): LeakageCheck {
  const development = imagesOf(subjects.filter(isDevelopment));
  const test = imagesOf(subjects.filter(isTest));
  const pairs = (hashOf: (image: OwnedImage) => string | undefined): string[] => {
    const owner = new Map(development.map((i) => [hashOf(i), i.key]));
    return [
      ...new Set(
        test.flatMap((t) => {
          const hash = hashOf(t);
          return hash !== undefined && owner.has(hash) ? [`${owner.get(hash)} = ${t.key}`] : [];
        }),
      ),
    ];
  };
  const files = pairs((i) => i.objectHash);
  const placed = pairs((i) => i.print?.placedHash);
  const voxels = pairs((i) => i.print?.voxelHash);
  const studies = sharedUids(subjects, "studyUid");
  const series = sharedUids(subjects, "seriesUid");
  const none = development.length + test.length === 0;
  const bad = files.length + placed.length + voxels.length + studies.length + series.length > 0;
  return line(
    "duplicate-images",
    "No image in development and test",
    bad ? "fail" : none ? "not-applicable" : "pass",
    "DUPLICATE_IMAGE_ACROSS_SETS",
    [
      ["images compared", `${development.length} × ${test.length}`],
      ["equal files", none ? "the record holds no images" : some(files)],
      ["equal voxels at equal places", some(placed)],
      ["equal voxels, wherever they lie", some(voxels)],
      ["equal DICOM study", some(studies)],
      ["equal DICOM series", some(series)],
    ],
  );
}

/** Subjects of development and of test whose scans bear one DICOM identifier. */
function sharedUids(subjects: readonly PlacedSubject[], name: "studyUid" | "seriesUid"): string[] {
  const owned = (is: typeof isTest) =>
    subjects
      .filter(is)
      .flatMap(({ facts }) =>
        (facts.scans ?? []).flatMap((scan) => (scan[name] === null ? [] : [{ uid: scan[name], key: facts.key }])),
      );
  const owner = new Map(owned(isDevelopment).map(({ uid, key }) => [uid, key]));
  return [...new Set(owned(isTest).flatMap(({ uid, key }) => (owner.has(uid) ? [`${owner.get(uid)} = ${key}`] : [])))];
}

interface OwnedImage {
  readonly key: string;
  readonly objectHash: string;
  readonly print: ImagePrint | undefined;
}

const imagesOf = (subjects: readonly PlacedSubject[]): OwnedImage[] =>
  subjects.flatMap(({ facts }) =>
    facts.imageHashes.map((objectHash) => ({
      key: facts.key,
      objectHash,
      print: facts.imagePrints.find((p) => p.objectHash === objectHash),
    })),
  );

/** Check 5a: no two images of development and test look like one another's copy, unless somebody decided that they are not. */
export function nearDuplicateImages({ protocol, subjects }: LeakageInput): LeakageCheck {
  const development = imagesOf(subjects.filter(isDevelopment));
  const test = imagesOf(subjects.filter(isTest));
  const missing = [...development, ...test].filter((i) => !i.print).length;
  const pictured = (images: readonly OwnedImage[]) =>
    images.flatMap((i) => (i.print?.fingerprint ? [{ key: i.key, picture: i.print.fingerprint }] : []));
  const [a, b] = [pictured(development), pictured(test)];
  const near = nearPairs(
    a.map((i) => i.picture),
    b.map((i) => i.picture),
  ).map((p) => ({ a: a[p.a]!.key, b: b[p.b]!.key, why: `correlation ${p.correlation.toFixed(4)}` }));
  const open = undecided(protocol, near);
  const none = development.length + test.length === 0;
  return line(
    "near-duplicate-images",
    "No two images that look like one",
    none ? "not-applicable" : open.length + missing > 0 ? "unresolved" : "pass",
    "NEAR_DUPLICATE_UNRESOLVED",
    [
      ["fingerprints compared", `${a.length} × ${b.length} (flagged above a correlation of ${SAME_IMAGE})`],
      ["images without a fingerprint; compute the trial first", missing],
      ["flagged and undecided", some(open)],
      ["flagged and decided", near.length - open.length],
    ],
  );
}

/**
 * Check 5b: subjects of development and test whose figures (at baseline: age, sum, observations, biomarkers, features)
 * look like one patient's. Somebody must decide; until then the lock is refused.
 */
export function nearDuplicates({ protocol, subjects }: LeakageInput): LeakageCheck {
  const development = subjects.filter(isDevelopment).map(figuresOf);
  const test = subjects.filter(isTest).map(figuresOf);
  const near = nearFeatures(development, test);
  const open = undecided(protocol, near);
  const figures = new Set([...development, ...test].flatMap((s) => [...s.figures.keys()])).size;
  return line(
    "near-duplicates",
    "No two records that look like one patient",
    open.length === 0 ? "pass" : "unresolved",
    "NEAR_DUPLICATE_UNRESOLVED",
    [
      ["pairs compared", `${development.length} × ${test.length} over up to ${figures} figures`],
      ["flagged and undecided", some(open)],
      ["flagged and decided", near.length - open.length],
    ],
  );
}

/** Flagged pairs that nobody has called a coincidence. (Of one patient the record of development is left out already.) */
function undecided(
  { population }: LeakageInput["protocol"],
  near: readonly { readonly a: string; readonly b: string; readonly why: string }[],
): string[] {
  const decided = (population.resolvedPairs ?? []).filter((p) => p.decision === "coincidence");
  const open = near.filter((n) => !decided.some((p) => p.subjects.includes(n.a) && p.subjects.includes(n.b)));
  return [...new Set(open.map((n) => `${n.a} ~ ${n.b} (${n.why})`))];
}

function figuresOf({ facts, row }: PlacedSubject): FeatureFingerprint {
  const figures = new Map<string, number>();
  if (facts.ageYears !== null) figures.set("age", facts.ageYears);
  if (row.baselineSumMm !== null) figures.set("baseline sum", row.baselineSumMm);
  for (const b of facts.biomarkers) if (b.value !== null) figures.set(`biomarker ${b.code}`, b.value);
  const start = facts.treatmentStart;
  for (const o of facts.observations)
    if (start === null || o.date <= start) figures.set(`observation ${o.code}`, o.value);
  const baseline = facts.visits.find((v) => v.role === "baseline")?.key;
  // Counted within a configuration: the vectors of a lesion and of its parts come in no order that two patients share.
  const counts = new Map<string, number>();
  for (const f of facts.features.filter((f) => f.visitKey === baseline)) {
    const kind = `${f.modality} ${f.configHash}`;
    const at = counts.get(kind) ?? 0;
    counts.set(kind, at + 1);
    for (const [name, value] of Object.entries(f.values)) figures.set(`${kind} ${at} ${name}`, value);
  }
  return { key: facts.key, figures };
}
