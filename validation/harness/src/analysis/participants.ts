import type { ProtocolDocument, SetFlow, ValidationResult } from "@nadir/domain";
import { quantile } from "@nadir/statistics";
import { type AnalysisSubject, endpointOf, outcomeSeen } from "./subject.ts";

/** Who entered, who could be predicted, whose outcome is known: per set, for the primary endpoint. */
export function participantFlow(subjects: readonly AnalysisSubject[], protocol: ProtocolDocument): SetFlow[] {
  const endpoint = endpointOf(protocol, protocol.primary.endpoint);
  return (["training", "test"] as const).map((set) => {
    const all = subjects.filter((s) => s.set === set);
    const computable = all.filter((s) => s.prediction.value !== null);
    const known = all.map((s) => outcomeSeen(s, endpoint));
    const analysed = all.map((s, i) => (s.prediction.value === null ? null : known[i]!)).filter((e) => e !== null);
    return {
      set,
      arms: tally(all.map((s) => s.row.arm)).map(([arm, n]) => ({ arm, subjects: n })),
      subjects: all.length,
      computable: computable.length,
      notComputable: tally(all.flatMap((s) => s.prediction.reason ?? [])).map(([reason, n]) => ({
        reason,
        subjects: n,
      })),
      outcomeKnown: known.filter((e) => e !== null).length,
      analysed: analysed.length,
      events: analysed.filter(Boolean).length,
    };
  });
}

function tally(values: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const v of values) counts.set(v, (counts.get(v) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

type CaseMix = ValidationResult["caseMix"];

/** Development and test side by side (TRIPOD+AI 20b, 20c): medians with quartiles, or counts. */
export function caseMix(subjects: readonly AnalysisSubject[], protocol: ProtocolDocument): CaseMix {
  const sets = {
    training: subjects.filter((s) => s.set === "training"),
    test: subjects.filter((s) => s.set === "test"),
  };
  const row = (variable: string, unit: string, of: (all: readonly AnalysisSubject[]) => CaseMix[number]["test"]) => ({
    variable,
    unit,
    training: of(sets.training),
    test: of(sets.test),
  });
  const numeric = (variable: string, unit: string, digits: number, value: (s: AnalysisSubject) => number | null) =>
    row(variable, unit, (all) => {
      const known = all.map(value).filter((v) => v !== null);
      const at = (p: number) => quantile(known, p).toFixed(digits);
      return { known: known.length, text: known.length === 0 ? "–" : `${at(0.5)} (${at(0.25)} to ${at(0.75)})` };
    });
  const share = (variable: string, holds: (s: AnalysisSubject) => boolean | null) =>
    row(variable, "n (%)", (all) => {
      const known = all.map(holds).filter((v) => v !== null);
      const n = known.filter(Boolean).length;
      return {
        known: known.length,
        text: known.length === 0 ? "–" : `${n} (${Math.round((100 * n) / known.length)} %)`,
      };
    });
  /** One row a word that anybody has: shares of those of whom it was asked and told. */
  const told = (name: string, value: (s: AnalysisSubject) => string | undefined) => {
    const known = (s: AnalysisSubject): string | null => {
      const word = value(s);
      return word === undefined || word === "unknown" || word === "not-reported" ? null : word;
    };
    const words = [...new Set(subjects.flatMap((s) => known(s) ?? []))].sort();
    return words.map((word) =>
      share(`${name}: ${word.replaceAll("-", " ")}`, (s) => (known(s) === null ? null : known(s) === word)),
    );
  };
  const arms = [...new Set(subjects.map((s) => s.row.arm))].sort();
  const endpoint = endpointOf(protocol, protocol.primary.endpoint);
  return [
    ...arms.map((arm) => share(`Cohort ${arm}`, (s) => s.row.arm === arm)),
    numeric("Age", "years", 0, (s) => s.row.ageYears),
    share("Female", (s) => (s.row.sex === "unknown" ? null : s.row.sex === "female")),
    ...told("Ethnicity", (s) => s.row.ethnicity),
    ...told("Race", (s) => s.row.race),
    numeric("Baseline target sum", "mm", 0, (s) => s.row.baselineSumMm),
    numeric("Index day, from treatment start", "day", 0, (s) => s.row.indexDay),
    ...protocol.predictors.map((p) =>
      p.source.from === "biomarker-text"
        ? share(`${p.label}: decrease`, (s) => {
            const value = s.row.predictors[p.id]?.value ?? null;
            return value === null ? null : value < 0;
          })
        : numeric(p.label, p.unit, 1, (s) => s.row.predictors[p.id]?.value ?? null),
    ),
    share(endpoint.label, (s) => outcomeSeen(s, endpoint)),
  ];
}
