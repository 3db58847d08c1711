import type { LeakageCheck } from "@nadir/domain";
import { aucValue } from "@nadir/statistics";
import { KNOWN_TOO_LATE, OTHER_CONFIGURATION } from "../cohort/predictors.ts";
import { isDevelopment, isTest, type LeakageInput, line, some } from "./input.ts";

/** Check 6: nothing that became known after the index day (plus the declared window) is in a predictor. */
export function predictorTimes({ protocol, subjects }: LeakageInput): LeakageCheck {
  const window = protocol.indexTime.informationWindowDays;
  const late: string[] = [];
  const undated: string[] = [];
  const evidence: [string, string][] = protocol.predictors.map((p) => {
    let latest = Number.NEGATIVE_INFINITY;
    let values = 0;
    let refused = 0;
    for (const { row } of subjects.filter((s) => isDevelopment(s) || isTest(s))) {
      const found = row.predictors[p.id];
      if (found?.value === null && found.reason.endsWith(KNOWN_TOO_LATE)) refused++;
      if (!found || found.value === null || row.indexDay === null) continue;
      values++;
      // An undated value can be a property of the patient before treatment; a change cannot.
      if (found.effectiveDay === null && p.delta !== "none") undated.push(`${p.id} of ${row.subjectKey}`);
      const margin = (found.effectiveDay ?? 0) - row.indexDay;
      latest = Math.max(latest, margin);
      if (margin > window) late.push(`${p.id} of ${row.subjectKey}, ${margin} days after`);
    }
    return [
      `${p.id}: latest value, days from the index day`,
      values === 0 ? "no values" : `${latest} (${values} values, ${refused} set aside as too late)`,
    ];
  });
  return line(
    "predictor-times",
    "No predictor from after the index time",
    late.length > 0 ? "fail" : undated.length > 0 ? "unresolved" : "pass",
    "PREDICTOR_AFTER_INDEX_TIME",
    [
      ...evidence,
      ["allowed window in days", String(window)],
      ["late", some(late)],
      ["changes without a day", some(undated)],
    ],
  );
}

/** Features come from the configuration that the protocol names: where the record has others only, the lock is refused. */
export function featureConfiguration({ protocol, subjects }: LeakageInput): LeakageCheck {
  const features = protocol.predictors.filter((p) => p.source.from === "feature");
  const taking = subjects.filter((s) => isDevelopment(s) || isTest(s));
  const other = features.map((p) => {
    const of = taking.filter((s) => {
      const found = s.row.predictors[p.id];
      return found?.value === null && found.reason.endsWith(OTHER_CONFIGURATION);
    });
    return [p.id, of.map((s) => s.facts.key)] as const;
  });
  const bad = other.some(([, keys]) => keys.length > 0);
  return line(
    "feature-configuration",
    "Features of the configuration that the protocol names",
    features.length === 0 ? "not-applicable" : bad ? "fail" : "pass",
    "FEATURE_CONFIG_MISMATCH",
    features.length === 0
      ? [["predictors from extracted features", 0]]
      : other.map(([id, keys]) => [`${id}: subjects with another configuration only`, some(keys)]),
  );
}

/** Names of measures that are, or follow from, the outcome. */
const OUTCOME_NAMES =
  /(^|[^a-z])(os|pfs|orr|cbr|bor|dor|ttp|efs|dfs)([^a-z]|$)|respon|recist|progress|surviv|death|dead|benefit|clearance|best|last.?contact|relapse|recurren/i;
/** A single feature that parts the classes better than this in training is the outcome in disguise. */
const TOO_GOOD = 0.98;

/** Check 7: no predictor is the outcome by name or by behaviour; judged in training only. */
export function outcomeAsPredictor({ protocol, training }: LeakageInput): LeakageCheck {
  const byName = protocol.predictors
    .filter((p) => "code" in p.source)
    .filter((p) => OUTCOME_NAMES.test("code" in p.source ? p.source.code : ""))
    .map((p) => p.id);
  const sameName = protocol.predictors.filter((p) => protocol.endpoints.some((e) => e.id === p.id)).map((p) => p.id);
  const tooGood: string[] = [];
  const evidence: [string, string][] = protocol.predictors.map((p) => {
    const known = training.rows.flatMap((r) => {
      const value = r.predictors[p.id]?.value ?? null;
      return value !== null && r.event !== null ? [{ value, event: r.event }] : [];
    });
    const auc = aucValue(
      known.map((k) => k.value),
      Uint8Array.from(known, (k) => (k.event ? 1 : 0)),
    );
    const strength = auc === null ? null : Math.max(auc, 1 - auc);
    if (strength !== null && strength > TOO_GOOD) tooGood.push(p.id);
    return [
      `${p.id}: AUC alone in training, either direction`,
      strength === null ? "one class only" : `${strength.toFixed(3)} (${known.length} subjects)`,
    ];
  });
  const found = [...new Set([...byName, ...sameName, ...tooGood])];
  return line(
    "outcome-as-predictor",
    "No predictor is the outcome in disguise",
    found.length > 0 ? "fail" : "pass",
    "OUTCOME_USED_AS_PREDICTOR",
    [...evidence, [`named like an outcome, or AUC above ${TOO_GOOD}`, some(found)]],
  );
}

/** Check 8: resampling draws subjects; a subject has one row. */
export function rowsAreSubjects({ training }: LeakageInput): LeakageCheck {
  const subjects = new Set(training.rows.map((r) => r.tag)).size;
  return line(
    "rows-are-subjects",
    "Resampling never divides a subject",
    subjects === training.rows.length ? "pass" : "fail",
    "SPLIT_NOT_SUBJECT_LEVEL",
    [
      ["rows in the training view", training.rows.length],
      ["distinct subjects", subjects],
    ],
  );
}

/** Check 9: a predictor that knows the site or the arm confounds; it is reported, not refused. */
export function groupIdentity({ protocol, training }: LeakageInput): LeakageCheck {
  const evidence: [string, string][] = [];
  for (const p of protocol.predictors)
    for (const level of ["site", "arm"] as const) {
      const known = training.rows.flatMap((r) => {
        const value = r.predictors[p.id]?.value ?? null;
        return value === null ? [] : [{ value, group: r[level] }];
      });
      const groups = [...new Set(known.map((k) => k.group))].sort();
      if (groups.length < 2) {
        evidence.push([`${p.id} against ${level}`, `one ${level}: nothing to tell apart`]);
        continue;
      }
      const best = groups
        .map((g) => {
          const auc = aucValue(
            known.map((k) => k.value),
            Uint8Array.from(known, (k) => (k.group === g ? 1 : 0)),
          )!;
          return { g, strength: Math.max(auc, 1 - auc) };
        })
        .reduce((a, b) => (b.strength > a.strength ? b : a));
      evidence.push([`${p.id} tells ${level} ${best.g} from the rest with AUC`, best.strength.toFixed(3)]);
    }
  if (evidence.length === 0) evidence.push(["predictors", "none in this record"]);
  return line("group-identity", "Predictors that know the site or arm", "noted", "", evidence);
}
