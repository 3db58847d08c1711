import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Refusal } from "./problem.ts";
import { planHash, protocolHash, readProtocol } from "./protocol.ts";
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

function problemsOf(document: unknown): { code: string; path: string }[] {
  try {
    readProtocol(document);
  } catch (error) {
    if (error instanceof Refusal) return error.problems.map((p) => ({ code: p.code, path: p.where?.path ?? "" }));
    throw error;
  }
  return [];
}

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
