import type { LeakageCheck } from "@nadir/domain";
import { isDevelopment, isTest, type LeakageInput, line, type PlacedSubject, some } from "./input.ts";

/** Check 4: no image object (by content hash) belongs to subjects of both sets. */
export function duplicateImages({ subjects }: LeakageInput): LeakageCheck {
  const owner = new Map<string, string>();
  for (const s of subjects.filter(isDevelopment)) for (const hash of s.facts.imageHashes) owner.set(hash, s.facts.key);
  const test = subjects.filter(isTest).flatMap((s) => s.facts.imageHashes.map((hash) => ({ hash, key: s.facts.key })));
  const pairs = test.filter((t) => owner.has(t.hash)).map((t) => `${owner.get(t.hash)} = ${t.key}`);
  const none = owner.size + test.length === 0;
  return line(
    "duplicate-images",
    "No image in development and test",
    none ? "not-applicable" : pairs.length === 0 ? "pass" : "fail",
    "DUPLICATE_IMAGE_ACROSS_SETS",
    [
      ["images compared by content hash", `${owner.size} × ${test.length}`],
      ["equal pairs", none ? "the record holds no images" : some(pairs)],
    ],
  );
}

/** Values that agree to this relative difference are the same value. */
const SAME = 1e-6;
const SHARE = 0.95;
/** With fewer common values an agreement is no sign of one patient. */
const LEAST_COMMON = 3;

/**
 * Check 5: subjects of development and test whose baseline figures agree (at least 95 % within 1e-6 relative, at least
 * three in common) look like one patient. Somebody must decide; until then the lock is refused.
 */
export function nearDuplicates({ subjects }: LeakageInput): LeakageCheck {
  const test = subjects.filter(isTest).map(fingerprint);
  const development = subjects.filter(isDevelopment).map(fingerprint);
  const flagged: string[] = [];
  let closest = 0;
  for (const a of development)
    for (const b of test) {
      const common = [...a.figures.keys()].filter((name) => b.figures.has(name));
      if (common.length < LEAST_COMMON) continue;
      const agree = common.filter((name) => same(a.figures.get(name)!, b.figures.get(name)!)).length;
      closest = Math.max(closest, agree / common.length);
      if (agree / common.length >= SHARE) flagged.push(`${a.key} ~ ${b.key}`);
    }
  return line(
    "near-duplicates",
    "No two records that look like one patient",
    flagged.length === 0 ? "pass" : "unresolved",
    "NEAR_DUPLICATE_UNRESOLVED",
    [
      ["pairs compared (age, baseline sum, numeric biomarkers)", `${development.length} × ${test.length}`],
      ["largest share of equal values in a pair", `${Math.round(100 * closest)} % (limit ${100 * SHARE} %)`],
      ["flagged pairs", some(flagged)],
    ],
  );
}

function fingerprint({ facts, row }: PlacedSubject) {
  const figures = new Map<string, number>();
  if (facts.ageYears !== null) figures.set("age", facts.ageYears);
  if (row.baselineSumMm !== null) figures.set("baseline sum", row.baselineSumMm);
  for (const b of facts.biomarkers) if (b.value !== null) figures.set(b.code, b.value);
  return { key: facts.key, figures };
}

const same = (a: number, b: number): boolean => Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
