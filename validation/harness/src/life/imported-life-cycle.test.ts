import { createDraft, lodgePredictions, open } from "@nadir/api/trial-validation";
import {
  isImportedModel,
  type ProtocolDocument,
  type Refusal,
  readProtocol,
  type ValidationResult,
} from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Prediction } from "../estimators/prediction.ts";
import { renderHtml } from "../report/render-html.ts";
import {
  attestation,
  growthSignature,
  importedPlan,
  predictionsModel,
  predictionsPlan,
  signatureModel,
  signaturePlan,
} from "../testing/imported-plans.ts";
import { syntheticCohort } from "../testing/synthetic-facts.ts";
import { syntheticFiles } from "../testing/synthetic-trial.ts";
import { type TrialDatabase, trialDatabase } from "../testing/trial-database.ts";
import { compareModels } from "./compare-models.ts";
import { lock } from "./lock.ts";
import { predict } from "./predict.ts";
import { prepareLock } from "./prepare-lock.ts";
import { proveProtocol } from "./prove-protocol.ts";
import { report } from "./report.ts";
import { verify } from "./verify.ts";

const cohort = syntheticCohort(150, 11, ["S1", "S2", "S3"]);
const tested = cohort.filter((s) => s.facts.site === "S3");
let trial: TrialDatabase;
/** The signature's protocol, from lock to report: what was foretold, and what came of it. */
let applied: { of: Awaited<ReturnType<typeof draft>>; predictions: readonly Prediction[]; result: ValidationResult };
beforeAll(async () => {
  trial = await trialDatabase(syntheticFiles(cohort), signaturePlan("imported-signature"));
  const of = await draft(trial.plan);
  await lock(trial.db, of.protocolId, trial);
  const { predictions } = await predict(trial.db, of);
  await open(trial.db, of.protocolId, { opener: trial.author, custodians: trial.custodians });
  const { result } = await report(trial, of.protocolId, trial.author);
  applied = { of, predictions, result };
});
afterAll(() => trial?.close());

const draft = async (plan: ProtocolDocument) => {
  const { protocolId } = await createDraft(trial.db, { personId: trial.author.personId, plan });
  return { personId: trial.author.personId, protocolId };
};

/** The change of the target sum as the files of the synthetic trial have it: two lesions, each rounded to 0.1 mm. */
function changeOf({ facts }: (typeof cohort)[number]): number | null {
  const [before, after] = facts.visits.map((v) =>
    [0.6, 0.4].reduce((sum, part) => sum + Math.round(10 * v.targetSumMm! * part) / 10, 0),
  );
  return after === undefined ? null : (100 * (after - before!)) / before!;
}

/** AUC by counting pairs: the share of (event, no event) in which the event has the larger score, ties half. */
function pairwiseAuc(rows: readonly { score: number; event: boolean }[]): number {
  const [yes, no] = [rows.filter((r) => r.event), rows.filter((r) => !r.event)];
  const won = yes.flatMap((a) => no.map((b) => (a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0)));
  return won.reduce((s: number, w) => s + w, 0) / won.length;
}

const withOutcome = (score: (change: number) => number) =>
  tested.flatMap((s) => {
    const change = changeOf(s);
    const benefit = s.outcomes.find((o) => o.endpoint === "cbr")!.value === "CR/PR/SD>=C6";
    return change === null ? [] : [{ score: score(change), event: benefit }];
  });

describe("a signature that another team froze, under a protocol", () => {
  it("is applied as it is printed, from lock to a report that verifies", async () => {
    const { of, predictions, result } = applied;
    expect(predictions).toHaveLength(50);
    for (const s of tested) {
      const found = predictions.find((p) => p.subjectKey === s.facts.key)!;
      const change = changeOf(s);
      if (change === null) expect(found).toMatchObject({ value: null, reason: "no on-treatment scan" });
      else expect(found.value).toBeCloseTo(1 / (1 + Math.exp(0.3 + 0.06 * change)), 9);
    }
    expect(await verify(trial, of)).toMatchObject({ ok: true, differences: [] });
    expect(result.primary.analysis.auc.value).toBeCloseTo(pairwiseAuc(withOutcome((c) => -c)), 12);
    expect(result.deviations).toEqual([]);
  });

  it("is reported as developed elsewhere, tested here, attested and not proven", () => {
    const { result } = applied;
    expect(result.claim.setName).toBe("external test of an imported model");
    expect(result.claim.sentence).toContain("attested and not computed");
    expect(result.artefacts).toMatchObject([
      { kind: "imported-signature", subjects: 0, attested: attestation.attestedBy, parents: [] },
    ]);
    expect(result.protocol.frozen?.artefacts[0]).toMatchObject({ subjects: 0, attested: attestation.attestedBy });
    expect(result.disjoint.map((d) => d.shared)).toEqual([null, null]);
    const html = renderHtml(result);
    for (const said of [
      "Developed elsewhere: attested, not proven",
      attestation.developedBy,
      attestation.testedBy,
      attestation.statement,
      "Maker E. Growth. J Elsewhere 2019;1:1 (table 2)",
      "not listed, so their overlap with the test set could not be computed",
      "AUC 0.81 in development (Maker 2019, table 3).",
    ])
      expect(html).toContain(said);
    expect(html).not.toContain("Fitted on 0 training subjects");
    const status = (id: string) => result.leakage.find((c) => c.id === id)?.status;
    expect([status("artefact-overlap"), status("attested-model"), status("metamorphic-proof")]).toEqual([
      "noted",
      "noted",
      "not-applicable",
    ]);
    // Nothing was compared with development, so nothing of the kind has passed.
    expect(status("subject-overlap")).toBe("not-applicable");
    expect(result.tripodAi.find((i) => i.no === "12c")).toMatchObject({ status: "n/a" });
  });

  it("is compared with another on the same set only once both were opened there: AUCs by counting pairs, net benefit by hand", async () => {
    const { model } = signaturePlan("x");
    const root = { input: "change", atMost: 0, yes: { value: 0.7 }, no: { value: 0.2 } };
    const signature = { ...growthSignature, id: "shrunk", form: { kind: "tree", probability: true, root } };
    const of = await draft(readProtocol(importedPlan("shrunk-or-not", { ...model, signature })));
    const { personId } = trial.author;
    const frozen = applied.of.protocolId;
    await expect(compareModels(trial.db, personId, [frozen, of.protocolId])).rejects.toMatchObject({
      code: "NOT_REPORTED",
    });
    await lock(trial.db, of.protocolId, trial);
    await predict(trial.db, of);
    await open(trial.db, of.protocolId, { opener: trial.author, custodians: trial.custodians });
    await report(trial, of.protocolId, trial.author);
    const found = await compareModels(trial.db, personId, [frozen, of.protocolId]);
    const [line, tree] = [
      withOutcome((c) => 1 / (1 + Math.exp(0.3 + 0.06 * c))),
      withOutcome((c) => (c <= 0 ? 0.7 : 0.2)),
    ];
    expect(found).toMatchObject({
      measure: "AUC",
      openings: 2,
      subjects: line.length,
      events: line.filter((r) => r.event).length,
      leftOut: 50 - line.length,
      models: [{ reuse: 1 }, { family: "shrunk-or-not", reuse: 2 }],
    });
    const [a, b] = [pairwiseAuc(line), pairwiseAuc(tree)];
    expect(found.models.map((m) => m.value)).toEqual([expect.closeTo(a, 12), expect.closeTo(b, 12)]);
    if (!found.difference.estimable || !found.netBenefit.estimable) throw new Error("not estimable");
    expect(found.difference.difference).toBeCloseTo(a - b, 12);
    expect(found.difference.lower).toBeLessThan(a - b);
    const [point] = found.netBenefit.points;
    expect(found.netBenefit.thresholdsFrom).toBe("prevalence");
    const t = point!.threshold;
    expect(t).toBeCloseTo(found.events / found.subjects, 12);
    const benefit = (rows: typeof line) =>
      rows.reduce((sum, r) => sum + (r.score < t ? 0 : r.event ? 1 : -t / (1 - t)), 0) / rows.length;
    expect([point!.first, point!.second]).toEqual([
      expect.closeTo(benefit(line), 12),
      expect.closeTo(benefit(tree), 12),
    ]);
    expect(found.warnings.join(" ")).toMatch(/exploratory.*opened before the second/);
    const [logged] = await trial.admin<{ n: number }[]>`
      select count(*)::int as n from audit.event where action = 'models-compared'`;
    expect(logged?.n).toBe(1);
    await expect(compareModels(trial.db, personId, [frozen, frozen])).rejects.toMatchObject({ code: "SAME_PROTOCOL" });
    await expect(compareModels(trial.db, trial.boardMember.personId, [frozen, of.protocolId])).rejects.toMatchObject({
      code: "NOT_ALLOWED",
    });
  });

  it("is not proven on demand: there is nothing to fit again", async () => {
    const of = await draft(signaturePlan("imported-unproven"));
    await prepareLock(trial.db, of);
    await expect(proveProtocol(trial.db, of)).rejects.toMatchObject({ code: "ARTEFACT_WITHOUT_PROVENANCE" });
  });
});

describe("what is attested of the training, against the test set", () => {
  const refusal = async (name: string, trainedOn: object, changes: object = {}): Promise<string> => {
    const model = {
      ...signatureModel,
      attestation: { ...attestation, trainedOn: { ...attestation.trainedOn, ...trainedOn } },
    };
    const of = await draft(readProtocol(importedPlan(name, model, changes)));
    return prepareLock(trial.db, of).then(
      ({ leakage }) => leakage.find((c) => c.id === "attested-model")!.status,
      (error: Refusal) => error.problems.map((p) => p.code).join(),
    );
  };
  const key = tested[0]!.facts.key;

  it("a listed training subject who is in the test set refuses the lock", async () => {
    expect(await refusal("listed-bad", { subjects: 2, subjectList: [`synthetic-growth/${key}`, "elsewhere/9"] })).toBe(
      "ARTEFACT_FITTED_ON_TEST,ARTEFACT_FITTED_ON_TEST",
    );
  });

  it("a list without one passes", async () => {
    expect(await refusal("listed-good", { subjects: 2, subjectList: [`elsewhere/${key}`, "elsewhere/9"] })).toBe(
      "pass",
    );
  });

  it("a public collection on both sides without a list leaves a question that refuses the lock", async () => {
    const { population } = signaturePlan("any");
    expect(
      await refusal(
        "same-collection",
        { publicCollections: ["TCGA-GBM"] },
        {
          population: { ...population, publicCollections: ["tcga-gbm"] },
        },
      ),
    ).toBe("ARTEFACT_FITTED_ON_TEST");
  });
});

describe("predictions that were made elsewhere", () => {
  const table = (change: (lines: string[][]) => string[][] = (lines) => lines): string => {
    const lines = tested.map((s) => {
      const c = changeOf(s);
      return c === null ? [s.facts.key, "", "no scan to read"] : [s.facts.key, String(c), ""];
    });
    return ["subject,value,reason", ...change(lines).map((l) => l.join(","))].join("\n");
  };

  it("are lodged whole before the opening, or refused with every fault and nothing written", async () => {
    const of = await draft(predictionsPlan("lodged"));
    await expect(lodgePredictions(trial.db, { ...of, csv: table() })).rejects.toMatchObject({ code: "NOT_LOCKED" });
    await lock(trial.db, of.protocolId, trial);
    await expect(predict(trial.db, of)).rejects.toMatchObject({ code: "PREDICTIONS_INCOMPLETE" });
    const codes = async (csv: string) =>
      lodgePredictions(trial.db, { ...of, csv }).then(
        () => [],
        (error: Refusal) => error.problems.map((p) => p.code),
      );
    expect(await codes(table((l) => l.slice(1)))).toEqual(["PREDICTIONS_INCOMPLETE"]);
    expect(await codes(table((l) => [...l, l[0]!, ["S-000", "1", ""]]))).toEqual([
      "PREDICTION_TWICE",
      "PREDICTION_OF_OTHERS",
    ]);
    expect(await codes(table(([a, ...l]) => [[a![0]!, "high", ""], ...l]))).toEqual(["NOT_A_NUMBER"]);
    expect(await codes(table(([a, ...l]) => [[a![0]!, "", ""], ...l]))).toEqual(["PREDICTION_OR_REASON"]);
    expect(await codes("key,score\nS-002,1")).toEqual(["WRONG_COLUMNS"]);
    expect(await codes("")).toEqual(["WRONG_COLUMNS"]);
    // A decimal comma would leave 1 of 1,5 and drop the rest; a column twice leaves open which is meant.
    expect(await codes("subject,value\nS-002,1,5")).toEqual(["NOT_A_TABLE"]);
    expect(await codes("subject,value,value\nS-002,1,2")).toEqual(["WRONG_COLUMNS"]);
    const [left] = await trial.admin<{ n: number }[]>`
      select count(*)::int as n from validation.prediction where protocol_id = ${of.protocolId}`;
    expect(left?.n).toBe(0);

    const lodged = await lodgePredictions(trial.db, { ...of, csv: table() });
    expect(lodged.computed + lodged.notComputable).toBe(50);
    await open(trial.db, of.protocolId, { opener: trial.author, custodians: trial.custodians });
    const { result } = await report(trial, of.protocolId, trial.author);
    expect(await verify(trial, of)).toMatchObject({ ok: true, differences: [] });
    // A larger score was declared to mean that benefit is less likely.
    expect(result.primary.analysis.auc.value).toBeCloseTo(pairwiseAuc(withOutcome((c) => -c)), 12);
    expect(result.claim.setName).toBe("previously seen test set");
    const page = renderHtml(result);
    expect(page).toContain("GrowthNet 2");
    // Nobody of development is in this record: no row and no words of it beside the figures of the test.
    expect(page).not.toContain("Apparent, DeLong");
    expect(page).toContain("The test curve is the result; the model was developed elsewhere.");
    const lines = await trial.admin<{ payload: string }[]>`
      select payload from audit.event
       where action = 'predictions-lodged' and object = ${`validation.protocol/${of.protocolId}`}`;
    expect(lines.map((l) => JSON.parse(l.payload).fileHash)).toEqual([lodged.fileHash]);
  });

  it("must be probabilities where the protocol says so", async () => {
    const of = await draft(
      predictionsPlan("as-risk", { model: { ...predictionsPlan("x").model, output: { kind: "probability" } } }),
    );
    await lock(trial.db, of.protocolId, trial);
    const refused: Refusal = await lodgePredictions(trial.db, { ...of, csv: table() }).then(
      () => expect.fail("lodged"),
      (error: Refusal) => error,
    );
    expect(new Set(refused.problems.map((p) => p.code))).toEqual(new Set(["NOT_A_PROBABILITY"]));
  });

  it("cannot be lodged for a model that the platform applies", async () => {
    const of = await draft(signaturePlan("applied-here"));
    await lock(trial.db, of.protocolId, trial);
    await expect(lodgePredictions(trial.db, { ...of, csv: table() })).rejects.toMatchObject({
      code: "PREDICTIONS_COMPUTED_HERE",
    });
  });
});

describe("a protocol with an imported model", () => {
  const faults = (model: object, changes: object = {}): string[] => {
    try {
      readProtocol(importedPlan("faulty", model, changes));
      return [];
    } catch (error) {
      return (error as Refusal).problems.map((p) => p.where?.path ?? "");
    }
  };
  const plan = signaturePlan("whole");

  it("is whole as it stands", () => {
    expect(isImportedModel(plan.model)).toBe(true);
    expect(faults(signatureModel)).toEqual([]);
  });

  it.each<[what: string, model: object, changes: object, path: string]>([
    [
      "an input without a predictor",
      {
        ...signatureModel,
        signature: {
          ...growthSignature,
          inputs: [...growthSignature.inputs, { from: "value", name: "age", label: "Age", unit: "years" }],
        },
      },
      {},
      "model.inputs",
    ],
    [
      "another unit",
      { ...signatureModel, signature: { ...growthSignature, inputs: [{ ...growthSignature.inputs[0], unit: "mm" }] } },
      {},
      "model.inputs.0.predictor",
    ],
    [
      "an input that the signature does not have",
      { ...signatureModel, inputs: [...signatureModel.inputs, { input: "age", predictor: "target-change" }] },
      {},
      "model.inputs.1.input",
    ],
    [
      "a risk from a signature without a baseline",
      { ...signatureModel, output: { kind: "risk-by-horizon", horizonDays: 300 } },
      {},
      "model.output",
    ],
    ["a probability asked of a score", predictionsModel, {}, "secondary."],
    [
      "a split that has training subjects",
      signatureModel,
      { split: { ...plan.split, rule: { by: "site", training: ["S1"], tuning: [], test: ["S3"] } } },
      "split.rule.by",
    ],
    [
      "the prevalence of training",
      signatureModel,
      { sampleSize: { ...plan.sampleSize, prevalence: "training" } },
      "sampleSize.prevalence",
    ],
    [
      "an internal validation here",
      signatureModel,
      { development: { ...plan.development, internalValidation: { method: "optimism-bootstrap", resamples: 5 } } },
      "development.internalValidation.method",
    ],
    [
      "a list that has another length than the number",
      {
        ...signatureModel,
        attestation: { ...attestation, trainedOn: { ...attestation.trainedOn, subjectList: ["a"] } },
      },
      {},
      "model.attestation.trainedOn.subjects",
    ],
    [
      "an imputation that could be learnt from nobody",
      signatureModel,
      {
        missing: { ...plan.missing, predictors: plan.missing.predictors.map((m) => ({ ...m, rule: "impute-median" })) },
      },
      "missing.predictors.0.rule",
    ],
    [
      "nobody who attests",
      { ...signatureModel, attestation: { ...attestation, attestedBy: " " } },
      {},
      "model.attestation.attestedBy",
    ],
  ])("refuses %s, naming the place", (_what, model, changes, path) => {
    expect(faults(model, changes).some((p) => p.startsWith(path))).toBe(true);
  });
});
