import { hashOf } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import type { SubjectFacts } from "../cohort/facts.ts";
import { artefactsOf, fitModel } from "../estimators/fit-model.ts";
import { inspirePlan, placeCohort, syntheticCohort } from "../testing/synthetic-facts.ts";
import { syntheticCoxPlan } from "../testing/synthetic-trial.ts";
import { assaysOf } from "./assays.ts";

/** Arm D is the test set; PD-L1 is among the predictors. */
const plan = { ...syntheticCoxPlan(), split: inspirePlan().split };
const cohort = () => syntheticCohort(40, 5, ["S1", "S2"]);
type Assay = NonNullable<SubjectFacts["biomarkers"][number]["assay"]>;

/** The cohort with an assay of PD-L1 by subject; the marker's values stay as they were. */
const measured = (by: (s: SubjectFacts) => Assay | undefined) =>
  cohort().map(({ facts, outcomes }) => ({
    outcomes,
    facts: {
      ...facts,
      biomarkers: facts.biomarkers.map((b) => {
        const assay = b.code === "PD-L1" ? by(facts) : undefined;
        return assay ? { ...b, assay } : b;
      }),
    },
  }));
const marker = plan.predictors.find((p) => p.id === "pd-l1")!.label;
const CLONE_22C3 = { assay: "PharmDx", clone: "22C3", scoring: "TPS", cutOff: 50 } as const;

describe("assays of the markers in a protocol", () => {
  it("are said by site and set, and one that only the test set was measured with is named", () => {
    const { placed } = placeCohort(
      measured((s) => (s.arm === "D" && s.site === "S2" ? { assay: "Ventana", clone: "SP142" } : CLONE_22C3)),
      plan,
    );
    const found = assaysOf(placed, plan)!;
    // Every fourth subject is of arm D, all of them at S2: the sites alternate.
    const used = (set: string, site: string) =>
      placed.filter((s) => s.set === set && s.facts.site === site && s.row.predictors["pd-l1"]?.value != null).length;
    expect(found.rows.filter((row) => row.marker === marker)).toEqual([
      { marker, ...CLONE_22C3, set: "training", site: "S1", subjects: used("training", "S1") },
      { marker, ...CLONE_22C3, set: "training", site: "S2", subjects: used("training", "S2") },
      { marker, assay: "Ventana", clone: "SP142", set: "test", site: "S2", subjects: used("test", "S2") },
    ]);
    expect(found.unseen).toEqual([{ marker, assay: "Ventana, clone SP142", subjects: used("test", "S2") }]);
  });

  it("are no other assays for another cut-off, where the marker is a number", () => {
    const { placed } = placeCohort(
      measured((s) => ({ ...CLONE_22C3, cutOff: s.arm === "D" ? 1 : 50 })),
      plan,
    );
    expect(assaysOf(placed, plan)?.unseen).toEqual([]);
    const asText = {
      predictors: plan.predictors.map((p) => ({
        ...p,
        source: { from: "biomarker-text" as const, code: "PD-L1", map: {} },
      })),
    };
    expect(assaysOf(placed, asText)?.unseen.map((u) => u.assay)).toContain("PharmDx, clone 22C3, TPS, cut-off 1");
  });

  it("say nothing where the record names none", () => {
    expect(assaysOf(placeCohort(cohort(), plan).placed, plan)).toBeUndefined();
  });

  it("change no hash of rows or artefacts", () => {
    const without = placeCohort(cohort(), plan).training;
    const named = placeCohort(
      measured(() => CLONE_22C3),
      plan,
    ).training;
    expect(named.dataHash).toBe(without.dataHash);
    const hashes = (training: typeof without) => artefactsOf(fitModel(training, plan)).map((a) => a.outputHash);
    expect(hashOf(hashes(named))).toBe(hashOf(hashes(without)));
  });
});
