import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseResponseCase } from "@nadir/domain";
import { type LandmarkSubject, landmarkCohort, modelAgainstCriterion } from "@nadir/risk";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";

const root = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const trial = "packages/demo/trials/inspire-pembrolizumab";
const rowsOf = (table: string): Record<string, string>[] =>
  parse(readFileSync(root(`${trial}/${table}.csv`), "utf8"), { columns: true });

interface Expected {
  readonly horizon: number;
  readonly landmarks: readonly {
    readonly landmark: number;
    readonly patients: number;
    readonly events: number;
    readonly labels: Readonly<Record<string, number>>;
    readonly c: { readonly model: number; readonly criterion: number };
    readonly se: { readonly model: number; readonly criterion: number };
    readonly differenceSe: number;
    readonly bootstrap: readonly [number, number];
    readonly auc: { readonly model: number; readonly criterion: number };
    readonly logLikelihood: { readonly model: number; readonly criterion: number; readonly both: number };
    readonly modelToCriterion: { readonly chiSquare: number; readonly df: number; readonly p: number };
    readonly criterionToModel: { readonly chiSquare: number; readonly df: number; readonly p: number };
    readonly categories: readonly string[];
    readonly rows: readonly { id: string; score: number; label: string; time: number; event: number }[];
  }[];
}
/** Made by `make.R` beside it, which judges the responses itself and reads nothing of Nadir. */
const expected = JSON.parse(
  readFileSync(root("validation/conformance/reference/landmark-inspire/expected.json"), "utf8"),
) as Expected;

/** The patients of the bundled trial whose survival is not sealed, with baseline ctDNA as score. */
function subjects(): LandmarkSubject[] {
  const [visits, sizes, lesions] = [rowsOf("visits"), rowsOf("measurements"), rowsOf("lesions")];
  const [markers, outcomes] = [rowsOf("biomarkers"), rowsOf("outcomes")];
  return rowsOf("subjects")
    .filter(({ arm }) => arm !== "D")
    .map(({ key: id = "", treatmentStart }) => {
      const own = (row: Record<string, string>) => row.subject === id;
      const marker = markers.find((row) => own(row) && row.code === "ctDNA-baseline");
      const os = outcomes.find((row) => own(row) && row.endpoint === "os");
      return {
        id,
        document: parseResponseCase({
          schema: "nadir.response-case/1",
          id,
          course: { disease: "solid-tumour", treatmentStart },
          lesions: lesions.filter(own).map(({ id: lesion, role, organ }) => ({ id: lesion, role, organ })),
          visits: visits
            .filter(own)
            .sort((a, b) => (a.date! < b.date! ? -1 : 1))
            .map(({ id: visit, date, role }) => ({
              id: visit,
              date,
              role,
              measurements: sizes
                .filter((row) => own(row) && row.visit === visit)
                .map(({ lesion, longestMm }) => ({
                  lesion,
                  ...(longestMm === "" ? { status: "not-evaluable" } : { longestMm: Number(longestMm) }),
                })),
            })),
        }),
        score: marker?.value ? Number(marker.value) : null,
        scoredOn: marker?.date ?? null,
        survival: os ? { days: Number(os.timeDays), event: os.event === "yes" } : null,
      };
    });
}

describe("a score beside RECIST 1.1 as predictor of survival, against R", () => {
  const all = subjects();
  for (const wanted of expected.landmarks) {
    describe(`landmark at day ${wanted.landmark}`, () => {
      const cohort = landmarkCohort(all, "recist-1.1", wanted.landmark);
      const found = modelAgainstCriterion(cohort.patients, { seed: 11, replicates: 4000, horizon: expected.horizon });
      if (!found.estimable) throw new Error(found.reason);

      it("the same patients, responses and times", () => {
        const rows = cohort.patients.map(({ id, score, label, time, event }) => ({
          id,
          score,
          label,
          time,
          event: event ? 1 : 0,
        }));
        expect(rows.map(({ score: _, ...row }) => row)).toEqual(wanted.rows.map(({ score: _, ...row }) => row));
        for (const [i, { score }] of rows.entries()) expect(score).toBeCloseTo(wanted.rows[i]!.score, 9);
        const left = Object.values(cohort.leftOut).reduce((sum, n) => sum + n, 0);
        expect(left + cohort.patients.length).toBe(all.length);
        expect(found).toMatchObject({ patients: wanted.patients, events: wanted.events, categories: wanted.labels });
      });

      it("C of both, their standard errors, and the paired difference (survival::concordance)", () => {
        expect(found.model.c).toBeCloseTo(wanted.c.model, 10);
        expect(found.criterion.c).toBeCloseTo(wanted.c.criterion, 10);
        expect(found.model.standardError).toBeCloseTo(wanted.se.model, 10);
        expect(found.criterion.standardError).toBeCloseTo(wanted.se.criterion, 10);
        expect(found.byJackknife).toMatchObject({ estimable: true, difference: found.difference });
        expect(found.byJackknife.estimable && found.byJackknife.standardError).toBeCloseTo(wanted.differenceSe, 10);
      });

      it("bootstrap limits of the difference within the scatter of two sets of 4000 resamples", () => {
        expect(Math.abs(found.interval.lower - wanted.bootstrap[0])).toBeLessThan(0.02);
        expect(Math.abs(found.interval.upper - wanted.bootstrap[1])).toBeLessThan(0.02);
      });

      it("AUC at the horizon (riskRegression::Score)", () => {
        if (!found.auc?.estimable) throw new Error("no AUC");
        expect(found.auc.model).toBeCloseTo(wanted.auc.model, 10);
        expect(found.auc.criterion).toBeCloseTo(wanted.auc.criterion, 10);
      });

      it("what each adds to the other (survival::coxph, anova)", () => {
        const { likelihood } = found;
        if (!likelihood.estimable) throw new Error(likelihood.reason);
        expect(likelihood.categories).toEqual(wanted.categories);
        for (const of of ["model", "criterion", "both"] as const)
          expect(likelihood.logLikelihood[of]).toBeCloseTo(wanted.logLikelihood[of], 8);
        for (const of of ["modelToCriterion", "criterionToModel"] as const) {
          expect(likelihood[of].df).toBe(wanted[of].df);
          expect(likelihood[of].chiSquare).toBeCloseTo(wanted[of].chiSquare, 7);
          expect(likelihood[of].p).toBeCloseTo(wanted[of].p, 7);
        }
      });
    });
  }
});
