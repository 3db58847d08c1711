import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Refusal } from "./problem.ts";
import { planHash, protocolHash } from "./protocol.ts";
import { readProtocol } from "./protocol-reading.ts";
import { PROTOCOL_REFUSAL_CODES, refusalSentence } from "./protocol-refusals.ts";
import { hasBeenOpened, PROTOCOL_STATES, type ProtocolAct, stateAfter } from "./protocol-state.ts";

type Json = Record<string, unknown>;
const committed = (): Json =>
  JSON.parse(
    readFileSync(new URL("../../../validation/harness/protocols/inspire-first-scan.json", import.meta.url), "utf8"),
  ) as Json;

/** The committed protocol with the value at a dotted path replaced (undefined removes it). */
function withValue(path: string, value: unknown): Json {
  const document = committed();
  const steps = path.split(".");
  let at: Json = document;
  for (const step of steps.slice(0, -1)) at = at[step] as Json;
  if (value === undefined) delete at[steps.at(-1)!];
  else at[steps.at(-1)!] = value;
  return document;
}

const coxOf = (endpoint: string) => ({
  type: "cox",
  endpoint,
  horizonDays: 365,
  predictors: ["target-change"],
  scaling: "centre-and-scale",
  output: "risk-by-horizon",
  positiveDirection: "larger risk = event more likely by the horizon",
  penalty: "none",
  whyThisModel: "Survival.",
});

function problemsOf(document: unknown): { code: string; path: string }[] {
  try {
    readProtocol(document);
  } catch (error) {
    if (error instanceof Refusal) return error.problems.map((p) => ({ code: p.code, path: p.where?.path ?? "" }));
    throw error;
  }
  return [];
}

describe("multiple imputation in a protocol", () => {
  const chained = (predictors: string[], more: Json = {}) => ({
    ...(committed()["missing"] as Json),
    predictors: ((committed()["missing"] as Json)["predictors"] as { predictor: string }[]).map((m) => ({
      ...m,
      rule: predictors.includes(m.predictor) ? "impute-chained-equations" : "not-computable",
    })),
    imputations: 20,
    chainedEquations: { iterations: 10, seed: 1 },
    ...more,
  });
  const model = committed()["model"] as Json;
  const [only = ""] = model["predictors"] as string[];
  const other = (committed()["predictors"] as { id: string }[]).find((p) => p.id !== only)!.id;
  const plan = (missing: Json, more: Json = {}) => ({
    ...committed(),
    model: { ...model, predictors: [only, other], ...more },
    missing,
  });
  const penalty = {
    kind: "elastic-net",
    alpha: 1,
    path: { count: 20, leastRatio: 0.05 },
    folds: { by: "subject", count: 5, seed: 3 },
    choose: "smallest-deviance",
  };

  it("is read where it can be had", () => {
    expect(problemsOf(plan(chained([only, other])))).toEqual([]);
  });

  it.each([
    ["too few imputations", plan(chained([only], { imputations: 19 })), "missing.imputations"],
    ["no seed", plan(chained([only], { chainedEquations: undefined })), "missing.chainedEquations"],
    ["imputations of nothing", plan(chained([])), "missing.imputations"],
    ["one predictor alone", { ...plan(chained([only])), model }, "missing.predictors"],
    ["a predictor outside the model", { ...plan(chained([other])), model }, "missing.predictors.1.rule"],
    ["a penalty", plan(chained([only]), { penalty }), "model.penalty"],
    [
      "a selection",
      plan(chained([only]), { preparation: { select: { method: "strongest-auc", keep: 1 } } }),
      "model.preparation.select",
    ],
    [
      "a cut-off",
      plan(chained([only]), { preparation: { dichotomise: [{ predictor: only, at: "median" }] } }),
      "model.preparation.dichotomise",
    ],
    ["ComBat", plan(chained([only]), { preparation: { harmonise: "combat-by-site" } }), "model.preparation.harmonise"],
  ])("refuses %s, naming the place", (_, document, path) => {
    expect(problemsOf(document)).toContainEqual({ code: "PROTOCOL_INVALID", path });
  });
});

describe("the protocol document", () => {
  it("reads the committed protocol", () => {
    expect(problemsOf(committed())).toEqual([]);
  });

  it.each(Object.keys(committed()).filter((block) => block !== "schema"))("is refused without %s", (block) => {
    expect(problemsOf(withValue(block, undefined))).toContainEqual({ code: "PROTOCOL_INVALID", path: block });
  });

  it.each([
    ["a split of scans", "split.unit", "scan", "SPLIT_NOT_SUBJECT_LEVEL", "split.unit"],
    ["two primary analyses", "primary", [{}, {}], "PRIMARY_NOT_UNIQUE", "primary"],
    [
      "a threshold from test data",
      "groupings.0.thresholdOrigin",
      "test-data",
      "THRESHOLD_FROM_TEST_DATA",
      "groupings.0.thresholdOrigin",
    ],
    [
      "a predictive claim alone",
      "biomarker.best",
      ["predictive"],
      "BEST_PREDICTIVE_WITHOUT_COMPARATOR",
      "biomarker.comparator",
    ],
    ["an arm in both sets", "split.rule.test", ["A"], "SUBJECT_IN_BOTH_SETS", "split.rule"],
    ["an arm for training and tuning", "split.rule.tuning", ["A"], "PROTOCOL_INVALID", "split.rule"],
    ["a split whose rule is of another type", "split.type", "temporal", "PROTOCOL_INVALID", "split.rule.by"],
    ["an external site not declared disjoint", "split.type", "external-site", "SITE_IN_BOTH_SETS", "split.disjointBy"],
    [
      "an external study not declared disjoint",
      "split.type",
      "external-study",
      "SITE_IN_BOTH_SETS",
      "split.disjointBy",
    ],
    ["a temporal split not declared in order", "split.type", "temporal", "TEMPORAL_ORDER", "split.disjointBy"],
    [
      "an author who approves",
      "identity.statistician.name",
      "Demo Statistician ",
      "SIGNER_NOT_INDEPENDENT",
      "identity.statistician",
    ],
    [
      "an arm that is not eligible",
      "population.eligibility.filter.0.oneOf",
      ["A", "B", "C"],
      "PROTOCOL_INVALID",
      "population.eligibility.filter.0",
    ],
    [
      "ages that nobody has",
      "population.eligibility.filter.0",
      { field: "ageYears", atLeast: 70, below: 70 },
      "PROTOCOL_INVALID",
      "population.eligibility.filter.0",
    ],
    ["a range without values", "predictors.0.allowedRange", [5, 5], "PROTOCOL_INVALID", "predictors.0.allowedRange"],
    [
      "an automatic segmentation without its model",
      "predictors.0.segmentation",
      { source: "automatic" },
      "PROTOCOL_INVALID",
      "predictors.0.segmentation",
    ],
    [
      "a predictor with the endpoint's name",
      "predictors.1.id",
      "overall-survival",
      "OUTCOME_USED_AS_PREDICTOR",
      "predictors.1",
    ],
    [
      "a predictor read from the endpoint's record",
      "predictors.1.source.code",
      "cbr",
      "OUTCOME_USED_AS_PREDICTOR",
      "predictors.1",
    ],
    [
      "a Cox model's endpoint that has no time",
      "model",
      coxOf("clinical-benefit"),
      "PROTOCOL_INVALID",
      "model.endpoint",
    ],
    [
      "calibration of a Cox model without censoring",
      "model",
      coxOf("overall-survival"),
      "PROTOCOL_INVALID",
      "secondary.3.kind",
    ],
    [
      "selection by AUC for a time to event",
      "model",
      { ...coxOf("overall-survival"), preparation: { select: { method: "strongest-auc", keep: 1 } } },
      "PROTOCOL_INVALID",
      "model.preparation.select.method",
    ],
    [
      "a chosen penalty that development does not name",
      "model.penalty",
      {
        kind: "elastic-net",
        alpha: 1,
        path: { count: 10, leastRatio: 0.1 },
        folds: { by: "site" },
        choose: "smallest-deviance",
      },
      "PROTOCOL_INVALID",
      "development.hyperParameters",
    ],
    [
      "one site after the other, repeated",
      "development.internalValidation",
      { method: "cross-validation", folds: { by: "site" }, repeats: 5 },
      "PROTOCOL_INVALID",
      "development.internalValidation.repeats",
    ],
    ["subgroups by another measure", "subgroups.metric", "c-harrell", "PROTOCOL_INVALID", "subgroups.metric"],
    [
      "a primary AUC of a time to event",
      "primary.endpoint",
      "overall-survival",
      "PROTOCOL_INVALID",
      "primary.endpoint",
    ],
    ["a success rule that chance meets", "primary.success.0.than", 0.4, "PROTOCOL_INVALID", "primary.success"],
    ["a success rule that nothing meets", "primary.success.0.than", 1, "PROTOCOL_INVALID", "primary.success.0"],
    ["a null value below chance", "primary.nullValue", 0.1, "PROTOCOL_INVALID", "primary.nullValue"],
    ["a success rule that a perfect order fails", "primary.success.0.is", "<", "PROTOCOL_INVALID", "primary.success.0"],
    [
      "a window of information that knows the outcome",
      "indexTime.informationWindowDays",
      183,
      "PROTOCOL_INVALID",
      "indexTime.informationWindowDays",
    ],
    [
      "an empty word for the outcome",
      "endpoints.0.source.event.0",
      "",
      "PROTOCOL_INVALID",
      "endpoints.0.source.event.0",
    ],
    ["a null value that no AUC has", "primary.nullValue", 1.5, "PROTOCOL_INVALID", "primary.nullValue"],
    [
      "a conclusion from more than there are",
      "sampleSize.fixedByTrial",
      false,
      "SAMPLE_SIZE_UNJUSTIFIED",
      "primary.conclusiveOnlyWith",
    ],
    [
      "a sample without a justification",
      "sampleSize.justification",
      " ",
      "PROTOCOL_INVALID",
      "sampleSize.justification",
    ],
    [
      "a reference standard that nobody describes",
      "endpoints.0.assessedBy",
      "",
      "PROTOCOL_INVALID",
      "endpoints.0.assessedBy",
    ],
    [
      "no word on direct or indirect development",
      "biomarker.development",
      undefined,
      "PROTOCOL_INVALID",
      "biomarker.development",
    ],
    ["no level of validation", "biomarker.level", undefined, "PROTOCOL_INVALID", "biomarker.level"],
    [
      "no word on how patients were chosen",
      "population.sampling",
      undefined,
      "PROTOCOL_INVALID",
      "population.sampling",
    ],
    [
      "a model predictor named twice",
      "model.predictors",
      ["target-change", "target-change"],
      "PROTOCOL_INVALID",
      "model.predictors",
    ],
    [
      "a probability that is none",
      "multiplicity.families.0.alpha",
      1.5,
      "PROTOCOL_INVALID",
      "multiplicity.families.0.alpha",
    ],
    ["a predictor nobody defined", "model.predictors", ["volume"], "PROTOCOL_INVALID", "model.predictors.0"],
    ["a grouping nobody defined", "secondary.4.grouping", "third", "PROTOCOL_INVALID", "secondary.4.grouping"],
    ["survival where benefit is meant", "primary.endpoint", "overall-survival", "PROTOCOL_INVALID", "primary.endpoint"],
    [
      "a value that is event and none",
      "endpoints.0.source.nonEvent",
      ["CR/PR/SD>=C6"],
      "PROTOCOL_INVALID",
      "endpoints.0.source",
    ],
    ["an empty index window", "indexTime.earliestDay", 100, "PROTOCOL_INVALID", "indexTime"],
    ["a predictor without a missing rule", "missing.predictors", [], "PROTOCOL_INVALID", "missing.predictors"],
    ["a field of its own", "model.secret", 1, "PROTOCOL_INVALID", "model"],
  ])("refuses %s, naming the place", (_, path, value, code, where) => {
    expect(problemsOf(withValue(path, value))).toContainEqual({ code, path: where });
  });

  it("refuses a site named on both sides of an external-site split", () => {
    const document = withValue("split.rule", { by: "site", training: ["S1"], tuning: [], test: ["S1"] });
    expect(problemsOf(document)).toContainEqual({ code: "SITE_IN_BOTH_SETS", path: "split.rule" });
  });

  const registered = (registry: string, id: string) => ({
    state: "registered",
    registry,
    id,
    url: "https://registry.example/study",
    date: "2024-05-01",
  });
  it.each([
    ["ClinicalTrials.gov", "NCT02336165", "NCT2336165"],
    ["OSF", "k4u2h", "osf.io/k4u2h"],
    ["PROSPERO", "CRD42020123456", "42020123456"],
    ["ISRCTN", "ISRCTN12345678", "12345678"],
    ["EudraCT", "2014-001473-14", "2014/001473/14"],
    ["CTIS", "2022-500027-76-00", "2022-500027-76"],
  ])("knows how %s writes its identifiers", (registry, right, wrong) => {
    expect(problemsOf(withValue("identity.registration", registered(registry, right)))).toEqual([]);
    expect(problemsOf(withValue("identity.registration", registered(registry, wrong)))).toEqual([
      { code: "PROTOCOL_INVALID", path: "identity.registration.id" },
    ]);
  });

  it("refuses an external study of the same sponsor, and one that is not the protocol's own", () => {
    const split = (test: string, sponsor: string) => ({
      ...(committed()["split"] as Json),
      type: "external-study",
      disjointBy: ["subject", "study"],
      rule: {
        by: "study",
        training: [{ key: "other-trial", sponsor: "Roche", protocol: "GO27831" }],
        test: [{ key: test, sponsor, protocol: "INSPIRE" }],
      },
    });
    expect(problemsOf(withValue("split", split("inspire-pembrolizumab", "UHN")))).toEqual([]);
    expect(problemsOf(withValue("split", split("inspire-pembrolizumab", "roche")))).toEqual([
      { code: "SITE_IN_BOTH_SETS", path: "split.rule" },
    ]);
    expect(problemsOf(withValue("split", split("third", "UHN")))).toEqual([
      { code: "PROTOCOL_INVALID", path: "split.rule.test" },
    ]);
    expect(problemsOf(withValue("split", split("other-trial", "UHN"))).map((p) => p.code)).toContain(
      "SITE_IN_BOTH_SETS",
    );
  });

  it("tells all problems at once", () => {
    const document = withValue("split.unit", "lesion");
    delete document["primary"];
    expect(problemsOf(document).map((p) => p.code)).toEqual(["SPLIT_NOT_SUBJECT_LEVEL", "PROTOCOL_INVALID"]);
  });

  it("hashes what it says, not how it is written", () => {
    const document = readProtocol(committed());
    const reordered = readProtocol(
      JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(committed()).reverse()))),
    );
    expect(protocolHash(reordered)).toBe(protocolHash(document));
    expect(planHash(document)).toBe(protocolHash(document));
    expect(protocolHash(readProtocol(withValue("random.seed", 1)))).not.toBe(protocolHash(document));
  });
});

describe("the life of a protocol", () => {
  const acts: readonly ProtocolAct[] = ["lock", "predict", "open", "report", "archive", "amend", "void"];

  it("leads from draft to archived by one way only", () => {
    const way = ["lock", "predict", "open", "report", "archive"] as const;
    expect(way.map((act, i) => stateAfter(PROTOCOL_STATES[i]!, act))).toEqual(PROTOCOL_STATES.slice(1, 6));
  });

  it("never goes back behind an opening", () => {
    for (const state of PROTOCOL_STATES.filter(hasBeenOpened))
      for (const act of acts) {
        const next = stateAfter(state, act);
        if (next !== null) expect(hasBeenOpened(next)).toBe(true);
      }
  });

  it("opens from predicted alone", () => {
    expect(PROTOCOL_STATES.filter((s) => stateAfter(s, "open") !== null)).toEqual(["predicted"]);
  });

  it("has a sentence for every refusal", () => {
    for (const code of PROTOCOL_REFUSAL_CODES) expect(refusalSentence(code)).toMatch(/^[A-Z].*\.$/);
  });
});
