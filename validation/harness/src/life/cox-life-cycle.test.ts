import { createDraft, listAddenda, open } from "@nadir/api/trial-validation";
import { asSystem } from "@nadir/db";
import { type PostHocDocument, type ProtocolDocument, readProtocol, type ValidationResult } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderHtml } from "../report/render-html.ts";
import { syntheticCohort } from "../testing/synthetic-facts.ts";
import { syntheticCoxPlan, syntheticFiles } from "../testing/synthetic-trial.ts";
import { type TrialDatabase, trialDatabase } from "../testing/trial-database.ts";
import { addErratum, addPostHoc } from "./addenda.ts";
import { lock } from "./lock.ts";
import { predict } from "./predict.ts";
import { prepareLock } from "./prepare-lock.ts";
import { report } from "./report.ts";
import { verify } from "./verify.ts";

let trial: TrialDatabase;
let result: ValidationResult;
let of: { personId: string; protocolId: string };
beforeAll(async () => {
  const plan = syntheticCoxPlan();
  trial = await trialDatabase(syntheticFiles(syntheticCohort(180, 11, ["S1", "S2", "S3"])), plan);
  const { personId } = trial.author;
  of = { personId, protocolId: (await createDraft(trial.db, { personId, plan })).protocolId };
  await lock(trial.db, of.protocolId, trial);
  await predict(trial.db, of);
  await open(trial.db, of.protocolId, { opener: trial.author, custodians: trial.custodians });
  ({ result } = await report(trial, of.protocolId, trial.author));
});
afterAll(() => trial?.close());

const secondary = (id: string, set: "training" | "test") => result.secondary.find((a) => a.id === id && a.set === set)!;

describe("a Cox model in a protocol", () => {
  it("goes from draft to a report that verifies", async () => {
    expect(await verify(trial, of)).toMatchObject({ ok: true, differences: [] });
    const html = renderHtml(result);
    expect(html).toContain("Risk by day 300 = 1 − exp(−exp(L))");
    expect(html).toContain("C for overall survival, test set");
    expect(html).not.toContain("[object Object]");
  });

  it("keeps whom the model has seen, and none of the test set", () => {
    expect(result.artefacts.map((a) => [a.id, a.kind, a.subjects, a.overlapWithTest])).toEqual([
      ["scale", "centre-and-scale", 104, 0],
      ["model", "cox-regression", 104, 0],
      ["cuts-survival-by-risk", "risk-group-cuts", 104, 0],
    ]);
    expect(result.leakage.find((c) => c.id === "metamorphic-proof")?.status).toBe("pass");
  });

  // R 4.2.2, survival: coxph and basehaz(centered = FALSE) on the training subjects; concordance, survfit, survdiff and
  // weights by hand (events leave first at ties) on the predicted test subjects.
  it("has the model that R fits, and its baseline at the horizon", () => {
    const { model } = result.protocol.frozen!;
    expect(model.link).toBe("cloglog");
    expect(model.intercept).toBeCloseTo(-0.985092972018, 8);
    const expected = { "target-change": 0.0145666221881, age: 0.00297356395045, "pd-l1": -0.0030625750452 };
    for (const { predictor, coefficient } of model.coefficients)
      expect(coefficient).toBeCloseTo(expected[predictor as keyof typeof expected], 9);
    const [change] = result.development.coefficients;
    expect((change!.estimate.upper! - change!.estimate.lower!) / 2 / 1.959963984540054).toBeCloseTo(
      0.00328771090628,
      9,
    );
  });

  it("has the test figures that R has", () => {
    const { auc, events, nonEvents, measure } = result.primary.analysis;
    expect({ events, nonEvents, measure }).toEqual({ events: 34, nonEvents: 20, measure: "c-harrell" });
    expect(auc.value).toBeCloseTo(0.522560335782, 11);
    expect((auc.upper! - auc.lower!) / 2 / 1.959963984540054).toBeCloseTo(0.0540832430845, 9);
    expect(result.primary.verdict).toBe("not-shown");
    const horizon = secondary("risk-by-day-300", "test");
    if (horizon.kind !== "horizon-performance") throw new Error(horizon.kind);
    expect(horizon.uno.value).toBeCloseTo(0.510980709725, 11);
    expect(horizon.auc.value).toBeCloseTo(0.531299738615, 9);
    expect(horizon.brier.value).toBeCloseTo(0.252283825737, 8);
    expect(horizon.observedToExpected.value).toBeCloseTo(0.94310459475, 8);
    expect(horizon.slope.value).toBeCloseTo(0.127338662631, 8);
    [0.289352204804, 0.165245323448, 0.0661483234028, 0.0000837942014414, -0.0418381344307].forEach((v, k) => {
      expect(horizon.netBenefit?.points[k]?.model).toBeCloseTo(v, 10);
    });
    expect(horizon.smooth?.note).toBeNull();
  });

  it("cuts risk groups where training has its tertiles, and keeps the cuts for the test set", () => {
    const groups = secondary("survival-by-risk", "test");
    if (groups.kind !== "survival-by-group") throw new Error(groups.kind);
    expect(groups.groups.map((g) => [g.label, g.n, g.events, g.medianDays.value])).toEqual([
      ["risk below 24.4 %", 15, 11, 554],
      ["risk 24.4 % to below 42.9 %", 18, 12, 320],
      ["risk of 42.9 % and more", 21, 11, 386],
    ]);
    expect(groups.logRank).toMatchObject({ df: 2 });
    expect(groups.logRank.statistic).toBeCloseTo(0.567730346174, 10);
  });

  it("tells the optimism of every measure", () => {
    const measures = Object.fromEntries(result.development.measures!.map((m) => [m.measure, m]));
    // A Cox model is perfectly calibrated where it was fitted.
    expect(measures["calibration slope"]!.apparent).toBeCloseTo(1, 9);
    expect(measures["calibration slope"]!.corrected).toBeLessThan(1);
    expect(measures["discrimination"]!.apparent).toBe(result.development.apparentAuc.value);
  });
});

describe("after the report", () => {
  const request = {
    schema: "nadir.post-hoc/1",
    reason: "The reviewers asked whether the order holds at day 150.",
    analyses: [
      {
        id: "growth",
        title: "Survival by growth at 20 %",
        kind: "survival-by-group",
        sets: ["test"],
        endpoint: "overall-survival",
        grouping: "growth-20",
        landmark: "index-time",
        level: 0.95,
      },
    ],
    groupings: [
      {
        id: "growth-20",
        label: "Growth",
        parts: [{ predictor: "target-change", atMost: 20 }],
        favourable: "at most 20 %",
        unfavourable: "more than 20 %",
        thresholdOrigin: "literature",
        thresholdReason: "RECIST's bound of progression.",
      },
    ],
  };

  it("adds an analysis that nobody planned, post hoc wherever it stands, and changes nothing of the report", async () => {
    const before = await trial.db
      .sql`select result_hash, html_hash from validation.report where protocol_id = ${of.protocolId}`;
    const added = await addPostHoc(trial, of, request);
    expect(added).toMatchObject({ number: 1, kind: "post hoc" });
    const page = new TextDecoder().decode(await trial.store.get(added.htmlHash));
    expect(page).toContain("<title>");
    expect(page).toContain("not a medical device");
    expect(page).toMatch(/Post hoc: Survival by growth at 20.%/);
    expect(page.match(/post hoc/gi)!.length).toBeGreaterThan(4);
    expect(page.replaceAll("its primary result is not changed", "")).not.toMatch(/confirmatory|primary|validated/i);
    expect(added.document).toMatchObject({ label: "post hoc", protocolHash: result.protocolHash });
    const after = await trial.db
      .sql`select result_hash, html_hash from validation.report where protocol_id = ${of.protocolId}`;
    expect(after).toEqual(before);
    expect(await verify(trial, of)).toMatchObject({ ok: true });
  });

  it("has the figures of the very analysis: the groups of the test set by hand", async () => {
    const [first] = await listAddenda(trial.db, of);
    const [analysis] = (first!.document as PostHocDocument).analyses;
    if (analysis?.kind !== "survival-by-group") throw new Error(analysis?.kind);
    const { n, excluded } = { n: analysis.groups.reduce((s, g) => s + g.n, 0), excluded: analysis.excluded };
    expect(n + excluded.notComputable).toBe(60);
    expect(analysis.groups.reduce((s, g) => s + g.events, 0)).toBe(result.primary.analysis.events);
  });

  it("files an erratum beside the report, numbered, and the database keeps both as they are", async () => {
    const erratum = await addErratum(trial, of, {
      schema: "nadir.erratum/1",
      reason: "A site's name was misspelt.",
      corrections: [{ place: "Question", printed: "S1", correct: "Site S1" }],
    });
    expect(erratum).toMatchObject({ number: 2, kind: "erratum" });
    expect(new TextDecoder().decode(await trial.store.get(erratum.htmlHash))).toContain("Erratum: addendum 2");
    await expect(
      asSystem(
        trial.db,
        "bend an erratum for a test",
        ({ sql }) => sql`update validation.addendum set kind = 'post hoc'`,
      ),
    ).rejects.toThrow();
    expect((await listAddenda(trial.db, of)).map((a) => [a.number, a.kind])).toEqual([
      [1, "post hoc"],
      [2, "erratum"],
    ]);
    expect(await verify(trial, of)).toMatchObject({ ok: true });
  });

  it.each([
    [
      "an id of the plan",
      { ...request, analyses: [{ ...request.analyses[0], id: "survival-by-risk" }] },
      "is an analysis of the plan",
    ],
    [
      "a title that confirms",
      { ...request, analyses: [{ ...request.analyses[0], title: "Validated cut-off" }] },
      "claims what",
    ],
    ["a grouping that nobody defines", { ...request, groupings: [] }, "'growth-20' is not defined here"],
    ["no reason", { ...request, reason: " " }, "Reason is empty; fill it in."],
    ["no analysis", { ...request, analyses: [] }, "Analyses is empty; give at least one."],
  ])("refuses %s, with nothing filed", async (_, bad, words) => {
    const before = (await listAddenda(trial.db, of)).length;
    await expect(addPostHoc(trial, of, bad)).rejects.toThrow(words);
    expect((await listAddenda(trial.db, of)).length).toBe(before);
  });

  it("adds nothing to a protocol that is not reported", async () => {
    const plan = syntheticCoxPlan("not-reported");
    const { protocolId } = await createDraft(trial.db, { personId: of.personId, plan });
    await expect(addPostHoc(trial, { ...of, protocolId }, request)).rejects.toMatchObject({ code: "NOT_LOCKED" });
  });
});

describe("a penalised Cox model in a protocol", () => {
  it("goes the whole way; its folds are of subjects, and the same record gives the same model", async () => {
    const plan = penalised(syntheticCoxPlan("synthetic-cox-lasso"));
    const { personId } = trial.author;
    const { protocolId } = await createDraft(trial.db, { personId, plan });
    const { document } = await prepareLock(trial.db, { personId, protocolId });
    const again = await prepareLock(trial.db, { personId, protocolId });
    expect(again.document.frozen.model).toEqual(document.frozen.model);
    await lock(trial.db, protocolId, trial);
    await predict(trial.db, { personId, protocolId });
    await open(trial.db, protocolId, { opener: trial.author, custodians: trial.custodians });
    const reported = await report(trial, protocolId, trial.author);
    expect(reported.result.artefacts.find((a) => a.id === "model")?.kind).toBe("elastic-net-cox");
    expect(reported.result.development.crossValidation).toMatchObject({ by: "site", folds: 2, failed: 0 });
    expect(reported.result.claim.setName).toBe("previously seen test set");
    expect(await verify(trial, { personId, protocolId })).toMatchObject({ ok: true });
  });
});

describe("a Cox model with multiple imputation in a protocol", () => {
  it("goes from draft to a report that verifies, and says what the gaps cost", async () => {
    const plan = withGaps(syntheticCoxPlan("synthetic-cox-mice"), 15);
    const { personId } = trial.author;
    const { protocolId } = await createDraft(trial.db, { personId, plan });
    await lock(trial.db, protocolId, trial);
    await predict(trial.db, { personId, protocolId });
    await open(trial.db, protocolId, { opener: trial.author, custodians: trial.custodians });
    const { result: imputed } = await report(trial, protocolId, trial.author);
    expect(imputed.artefacts.map((a) => [a.id, a.usesOutcome, a.subjects, a.overlapWithTest])).toEqual([
      ["impute-chained", false, 104, 0],
      ["complete-chained", true, 104, 0],
      ["scale", false, 104, 0],
      ["model", true, 104, 0],
      ["cuts-survival-by-risk", false, 104, 0],
    ]);
    expect(imputed.leakage.find((c) => c.id === "metamorphic-proof")?.status).toBe("pass");
    expect(imputed.leakage.find((c) => c.id === "artefact-overlap")?.status).toBe("pass");
    // Nobody is lost by a gap: as many are analysed as where PD-L1 is always known.
    const analysed = (r: ValidationResult) => r.flow.map((f) => f.analysed);
    expect(analysed(imputed)).toEqual(analysed(result));
    const { imputation } = imputed;
    const gaps = imputation!.predictors.find((p) => p.predictor === "pd-l1")!;
    expect(gaps.missingTraining).toBe(imputation!.training.incomplete);
    expect(gaps.missingTraining).toBeGreaterThan(5);
    expect(gaps.missingTest).toBeGreaterThan(2);
    const [c] = imputation!.performance;
    expect(c!.measure).toBe("Harrell's C");
    expect(c!.figure.value).toBeGreaterThan(c!.least!);
    expect(c!.figure.value).toBeLessThan(c!.greatest!);
    // The pooled interval has the spread between the sets on top of that within one.
    expect(c!.fractionMissing).toBeGreaterThan(0);
    expect(imputed.development.coefficients[0]!.estimate.method).toContain("Rubin's rules");
    const html = renderHtml(imputed);
    expect(html).toContain("Multiple imputation");
    expect(html).toContain("20 imputations, 5 iterations, seed 3, fitted on training subjects only");
    expect(html).toContain("Confounders and treatment");
    expect(html).toContain("Only the interaction says whether it is predictive");
    const adjustment = imputed.secondary.find((a) => a.kind === "adjusted-effect" && a.set === "test");
    expect(adjustment).toMatchObject({ effect: "hazard ratio", excluded: { outcomeUnknown: 0 } });
    expect(html).toContain("clinical factors (age)");
    expect(await verify(trial, { personId, protocolId })).toMatchObject({ ok: true, differences: [] });
  });

  it("is refused where more subjects are incomplete than completed sets are planned", async () => {
    const plan = withGaps(syntheticCoxPlan("synthetic-cox-few"), 50);
    const { personId } = trial.author;
    const { protocolId } = await createDraft(trial.db, { personId, plan });
    await expect(prepareLock(trial.db, { personId, protocolId })).rejects.toThrow(
      /\d+ of 104 training subjects are incomplete; 20 completed data sets are too few. Write at least \d+/,
    );
  });
});

/** PD-L1 below `least` counts as not measured. */
function withGaps(plan: ProtocolDocument, least: number): ProtocolDocument {
  const effect = { sets: ["test" as const], family: "descriptive", endpoint: "overall-survival", level: 0.95 };
  return readProtocol({
    ...plan,
    secondary: [
      ...plan.secondary,
      {
        ...effect,
        id: "beside-age",
        title: "The model beside age",
        kind: "adjusted-effect",
        marker: { from: "model" },
        confounders: [{ name: "clinical factors", predictors: ["age"] }],
      },
      {
        ...effect,
        id: "by-treatment",
        title: "Growth by treatment",
        kind: "treatment-interaction",
        marker: { from: "predictor", predictor: "target-change", per: 10 },
        treated: { label: "with chemotherapy", arms: ["A", "B"] },
        control: { label: "alone", arms: ["C", "D"] },
        adjustFor: [],
      },
    ],
    predictors: plan.predictors.map((p) => (p.id === "pd-l1" ? { ...p, allowedRange: [least, 100] } : p)),
    missing: {
      ...plan.missing,
      predictors: plan.missing.predictors.map((m) =>
        m.predictor === "pd-l1" ? { ...m, rule: "impute-chained-equations" as const } : m,
      ),
      imputations: 20,
      chainedEquations: { iterations: 5, seed: 3 },
    },
  });
}

function penalised(plan: ProtocolDocument): ProtocolDocument {
  return readProtocol({
    ...plan,
    model: {
      ...plan.model,
      penalty: {
        kind: "elastic-net",
        alpha: 1,
        path: { count: 20, leastRatio: 0.05 },
        folds: { by: "subject", count: 5, seed: 3 },
        choose: "smallest-deviance",
      },
    },
    development: {
      ...plan.development,
      hyperParameters: "penalty-by-cross-validation",
      internalValidation: { method: "cross-validation", folds: { by: "site" }, repeats: 1 },
    },
  });
}
