import type { ProtocolDocument, Refusal } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { sealTrainingView } from "../cohort/training-view.ts";
import { type Artefact, artefactHash } from "../estimators/estimator.ts";
import { artefactsOf, fitModel } from "../estimators/fit-model.ts";
import { inspirePlan, placeCohort, syntheticCohort } from "../testing/synthetic-facts.ts";
import type { LeakageInput, PlacedSubject } from "./input.ts";
import { refuseLeaks, runLeakageChecks } from "./run-checks.ts";

const plan = inspirePlan();
const { placed, training } = placeCohort(syntheticCohort(120, 5), plan);
const clean: LeakageInput = {
  protocol: plan,
  subjects: placed,
  training,
  artefacts: artefactsOf(fitModel(training, plan)),
  sealedSubjectIds: placed.filter((s) => s.set === "test").map((s) => s.facts.id),
  sealedRule: { arms: ["D"], sites: [] },
  publicOrigin: "a public table",
  proof: null,
};
const codes = (input: LeakageInput): string[] => {
  try {
    refuseLeaks(runLeakageChecks(input));
    return [];
  } catch (error) {
    return (error as Refusal).problems.map((p) => p.code);
  }
};
const change = (pick: (s: PlacedSubject) => boolean, over: (s: PlacedSubject) => PlacedSubject): PlacedSubject[] => {
  const at = placed.findIndex(pick);
  return placed.map((s, i) => (i === at ? over(s) : s));
};
const isTest = (s: PlacedSubject) => s.set === "test";
const reseal = (a: Artefact): Artefact => ({ ...a, outputHash: artefactHash(a) });
const withPlan = (over: Partial<ProtocolDocument>): LeakageInput => ({ ...clean, protocol: { ...plan, ...over } });

describe("leakage checks", () => {
  it("pass a clean pipeline, each with evidence", () => {
    const results = runLeakageChecks(clean);
    expect(results.filter((r) => r.code !== null)).toEqual([]);
    expect(results).toHaveLength(18);
    for (const r of results) expect(r.evidence.length).toBeGreaterThan(0);
  });

  it("catch a subject in both sets", () => {
    const copy: PlacedSubject = { ...placed.find(isTest)!, set: "training" };
    expect(codes({ ...clean, subjects: [...placed, copy] })).toContain("SUBJECT_IN_BOTH_SETS");
  });

  it("catch an arm in both sets that was declared disjoint", () => {
    const subjects = change(isTest, (s) => ({ ...s, facts: { ...s.facts, arm: "A" } }));
    expect(codes({ ...clean, subjects })).toContain("SITE_IN_BOTH_SETS");
  });

  it("catch a shared site where sites were declared disjoint", () => {
    expect(codes(withPlan({ split: { ...plan.split, disjointBy: ["subject", "site"] } }))).toEqual([
      "SITE_IN_BOTH_SETS",
    ]);
  });

  const scan = { studyUid: null, seriesUid: null, scanner: null, imagingSite: null, readingSite: null };
  const testAndTraining = (test: object, training: object): PlacedSubject[] => {
    const one = placed.findIndex(isTest);
    const other = placed.findIndex((s) => s.set === "training");
    return placed.map((s, i) =>
      i === one
        ? { ...s, facts: { ...s.facts, ...test } }
        : i === other
          ? { ...s, facts: { ...s.facts, ...training } }
          : s,
    );
  };
  const found = (subjects: readonly PlacedSubject[], id: string, over: Partial<LeakageInput> = {}) =>
    runLeakageChecks({ ...clean, ...over, subjects }).find((c) => c.id === id)!;

  it("catch one patient under two keys by linked identity, and say who", () => {
    const tag = `mrn:${"a".repeat(64)}`;
    const subjects = testAndTraining({ links: [tag], study: "another" }, { links: [`x:${"b".repeat(64)}`, tag] });
    const check = found(subjects, "linked-identities");
    expect(check).toMatchObject({ status: "fail", code: "SUBJECT_IN_BOTH_SETS" });
    expect(check.evidence.find((e) => e.what === "in development and in test")?.found).toMatch(
      /^S-\d+ of .* = S-\d+ of another$/,
    );
    // Another system with the same hash is another fact.
    expect(
      found(testAndTraining({ links: [tag] }, { links: [`y:${"a".repeat(64)}`] }), "linked-identities").status,
    ).toBe("pass");
  });

  it("name the other trials in which patients stand, and refuse public patients of an undeclared collection", () => {
    const link = { links: [`public-tcga:${"c".repeat(64)}`] };
    const subjects = testAndTraining({ ...link, alsoIn: ["first-trial", "second-trial"] }, { links: [], alsoIn: [] });
    const check = found(subjects, "reused-patients");
    expect(check.status).toBe("noted");
    expect(check.evidence.at(-1)).toEqual({
      what: "test subjects in other trials here",
      found: "first-trial: 1, second-trial: 1",
    });
    const undeclared = { protocol: { ...plan, population: { ...plan.population, publicCollections: [] } } };
    expect(found(subjects, "reused-patients", undeclared)).toMatchObject({
      status: "fail",
      code: "OVERLAP_PUBLIC_COHORT_UNDECLARED",
    });
  });

  it.each(["studyUid", "seriesUid"] as const)("catch one DICOM %s in both sets", (uid) => {
    const scans = { scans: [{ ...scan, [uid]: "1.2.840.1" }] };
    expect(codes({ ...clean, subjects: testAndTraining(scans, scans) })).toContain("DUPLICATE_IMAGE_ACROSS_SETS");
    const other = { scans: [{ ...scan, [uid]: "1.2.840.2" }] };
    expect(codes({ ...clean, subjects: testAndTraining(scans, other) })).toEqual([]);
  });

  it.each(["imagingSite", "readingSite"] as const)(
    "catch a development scan's %s among the test sites where sites were declared disjoint, and state it elsewhere",
    (name) => {
      const apart = placed.map((s) => (isTest(s) ? { ...s, facts: { ...s.facts, site: "far" } } : s));
      const at = apart.findIndex((s) => s.set === "training");
      const subjects = apart.map((s, i) =>
        i === at ? { ...s, facts: { ...s.facts, scans: [{ ...scan, [name]: "far", scanner: "Skyra 1" }] } } : s,
      );
      const disjoint = { protocol: { ...plan, split: { ...plan.split, disjointBy: ["subject", "site"] as never } } };
      expect(found(subjects, "scan-sources", disjoint)).toMatchObject({ status: "fail", code: "SITE_IN_BOTH_SETS" });
      expect(found(subjects, "scan-sources").status).toBe("noted");
      expect(found(apart, "scan-sources", disjoint).status).toBe("not-applicable");
    },
  );

  it("state a scanner that is in both sets", () => {
    const scans = { scans: [{ ...scan, scanner: "Siemens Skyra 45231" }] };
    const check = found(testAndTraining(scans, scans), "scan-sources");
    expect(check.evidence.at(-1)).toEqual({ what: "scanners in both", found: "Siemens Skyra 45231" });
  });

  it("catch the same image in both sets", () => {
    const hash = "a".repeat(64);
    const other = "b".repeat(64);
    const print = (objectHash: string, voxelHash: string, placedHash: string) => ({
      objectHash,
      voxelHash,
      placedHash,
      fingerprint: null,
    });
    const given = (own: ReturnType<typeof print>, theirs: ReturnType<typeof print>) => {
      const with_ = (s: PlacedSubject, p: ReturnType<typeof print>): PlacedSubject => ({
        ...s,
        facts: { ...s.facts, imageHashes: [p.objectHash], imagePrints: [p] },
      });
      const once = change(isTest, (s) => with_(s, theirs));
      return { ...clean, subjects: once.map((s, i) => (i === 0 ? with_(s, own) : s)) };
    };
    const duplicate = ["DUPLICATE_IMAGE_ACROSS_SETS"];
    expect(codes(given(print(hash, "v", "p"), print(hash, "v", "p")))).toEqual(duplicate);
    // Packed anew, or moved: another file, the same voxels.
    expect(codes(given(print(hash, "v", "p"), print(other, "v", "p")))).toEqual(duplicate);
    expect(codes(given(print(hash, "v", "p"), print(other, "v", "q")))).toEqual(duplicate);
    expect(codes(given(print(hash, "v", "p"), print(other, "w", "q")))).toEqual([]);
    // Without its fingerprint an image cannot be told from a copy: nobody has looked.
    const blind = change(isTest, (s) => ({ ...s, facts: { ...s.facts, imageHashes: [hash] } }));
    expect(codes({ ...clean, subjects: blind })).toEqual(["NEAR_DUPLICATE_UNRESOLVED"]);
  });

  it("catch two images that look like one, until somebody decides", () => {
    const picture = (shift: number) => {
      const values = Float32Array.from({ length: 4096 }, (_, i) => Math.sin((i + shift) / 50));
      const length = Math.hypot(...values);
      return values.map((v) => v / length);
    };
    const imaged = (s: PlacedSubject, objectHash: string, shift: number): PlacedSubject => ({
      ...s,
      facts: {
        ...s.facts,
        imageHashes: [objectHash],
        imagePrints: [{ objectHash, voxelHash: objectHash, placedHash: objectHash, fingerprint: picture(shift) }],
      },
    });
    const given = (shift: number) => {
      const once = change(isTest, (s) => imaged(s, "a".repeat(64), 0));
      return once.map((s, i) => (i === 0 ? imaged(s, "b".repeat(64), shift) : s));
    };
    expect(codes({ ...clean, subjects: given(40) })).toEqual([]);
    expect(codes({ ...clean, subjects: given(2) })).toEqual(["NEAR_DUPLICATE_UNRESOLVED"]);
    const keys: [string, string] = [placed[0]!.facts.key, placed.find(isTest)!.facts.key];
    const decided = {
      ...plan.population,
      resolvedPairs: [{ subjects: keys, decision: "coincidence" as const, reason: "two phantoms of one maker" }],
    };
    expect(codes({ ...clean, subjects: given(2), protocol: { ...plan, population: decided } })).toEqual([]);
  });

  it("catch one patient under two keys", () => {
    const twin = placed.find((s) => s.set === "training")!;
    const subjects = change(isTest, (s) => ({
      ...s,
      facts: { ...s.facts, ageYears: twin.facts.ageYears, biomarkers: twin.facts.biomarkers },
      row: { ...s.row, baselineSumMm: twin.row.baselineSumMm },
    }));
    expect(codes({ ...clean, subjects })).toEqual(["NEAR_DUPLICATE_UNRESOLVED"]);
  });

  it.each([
    ["a value dated after the index day", { value: -1, effectiveDay: 400 }],
    ["a change without a day", { value: -1, effectiveDay: null }],
  ])("catch %s", (_, value) => {
    const subjects = change(
      (s) => s.row.indexDay !== null,
      (s) => ({ ...s, row: { ...s.row, predictors: { ...s.row.predictors, "ctdna-change": value } } }),
    );
    expect(codes({ ...clean, subjects })).toEqual(["PREDICTOR_AFTER_INDEX_TIME"]);
  });

  it("catch a predictor named like the outcome", () => {
    const predictors = plan.predictors.map((p) =>
      p.id === "ctdna-change" && p.source.from === "biomarker-text"
        ? { ...p, source: { ...p.source, code: "best-response" } }
        : p,
    );
    expect(codes(withPlan({ predictors }))).toEqual(["OUTCOME_USED_AS_PREDICTOR"]);
  });

  it("catch a predictor that parts the classes too well to be true", () => {
    const rows = training.rows.map((r) => ({
      ...r,
      predictors: { ...r.predictors, "ctdna-change": { value: r.event ? 1 : -1, effectiveDay: 42 } },
    }));
    expect(codes({ ...clean, training: sealTrainingView(rows) })).toEqual(["OUTCOME_USED_AS_PREDICTOR"]);
  });

  it("catch rows that are not subjects", () => {
    expect(codes({ ...clean, training: sealTrainingView([...training.rows, training.rows[0]!]) })).toEqual([
      "SPLIT_NOT_SUBJECT_LEVEL",
    ]);
  });

  it("allow a sealed subject that the plan does not admit, and no other outside the test set", () => {
    const narrower = {
      ...plan.population,
      eligibility: { ...plan.population.eligibility, filter: [{ field: "ageYears" as const, below: 70 }] },
    };
    const old = (s: PlacedSubject) => (s.facts.ageYears ?? 0) >= 70;
    const subjects = placed.map((s) => (old(s) ? { ...s, set: "excluded" as const } : s));
    expect(subjects.some((s) => old(s) && s.facts.arm === "D")).toBe(true);
    const sealedCheck = (input: LeakageInput) => runLeakageChecks(input).find((r) => r.id === "test-set-sealed")!;
    expect(sealedCheck({ ...clean, subjects, protocol: { ...plan, population: narrower } }).status).toBe("pass");
    expect(sealedCheck({ ...clean, subjects }).code).toBe("TEST_SET_NOT_SEALED");
  });

  it("catch a draw that is not the seal's", () => {
    const rule = { by: "drawn" as const, draw: { share: 0.2, seed: 1, strata: [] }, tuningShare: 0 };
    const drawn = { ...clean, protocol: { ...plan, split: { ...plan.split, rule } } };
    expect(
      codes({ ...drawn, sealedRule: { arms: [], sites: [], drawn: { share: 0.2, seed: 1, strata: [] } } }),
    ).toEqual([]);
    expect(
      codes({ ...drawn, sealedRule: { arms: [], sites: [], drawn: { share: 0.2, seed: 2, strata: [] } } }),
    ).toEqual(["TEST_SET_NOT_SEALED"]);
    expect(codes({ ...drawn, sealedRule: { arms: ["D"], sites: [] } })).toEqual(["TEST_SET_NOT_SEALED"]);
  });

  describe("of a temporal split", () => {
    const cutOff = "2001-01-01";
    const rule = { by: "index-date" as const, cutOff, embargoDays: 0, outcomeLagDays: 0 };
    const dated = placed.map((s) => ({ ...s, indexDate: s.set === "test" ? "2001-06-01" : "2000-03-01" }));
    const protocol: ProtocolDocument = {
      ...plan,
      split: { ...plan.split, type: "temporal", rule, disjointBy: ["subject", "time"] },
    };
    const temporal = (over: Partial<LeakageInput>) => ({ ...clean, protocol, subjects: dated, ...over });
    const order = (input: LeakageInput) => runLeakageChecks(input).find((r) => r.id === "temporal-order")!;

    it("pass where training lies before and the test after", () => {
      expect(order(temporal({})).status).toBe("pass");
    });

    it.each([
      ["a development subject on the cut-off", "training", cutOff],
      ["a test subject before the cut-off", "test", "2000-12-31"],
      ["a development subject without an index date", "training", null],
    ])("catch %s", (_, set, indexDate) => {
      const at = dated.findIndex((s) => s.set === set);
      const subjects = dated.map((s, i) => (i === at ? { ...s, indexDate } : s));
      expect(codes(temporal({ subjects }))).toContain("TEMPORAL_ORDER");
    });

    it("say that a split is temporal by enrolment only where outcomes of development came later", () => {
      const known = (outcomeKnownOn: string | null) =>
        sealTrainingView(training.rows.map((r) => ({ ...r, outcomeKnownOn })));
      const said = (day: string | null) => order(temporal({ training: known(day) })).evidence.at(-1)!.found;
      expect(said("2000-12-31")).toMatch(/temporal by enrolment and by outcome$/);
      expect(said("2001-01-02")).toMatch(/temporal by enrolment only$/);
      expect(said(null)).toMatch(/temporal by enrolment only$/);
    });
  });

  it("catch a test subject that is not sealed", () => {
    expect(codes({ ...clean, sealedSubjectIds: clean.sealedSubjectIds.slice(1) })).toEqual(["TEST_SET_NOT_SEALED"]);
  });

  it("catch an undeclared public origin", () => {
    expect(codes(withPlan({ population: { ...plan.population, publicCollections: [] } }))).toEqual([
      "OVERLAP_PUBLIC_COHORT_UNDECLARED",
    ]);
  });

  it("catch a scaler fitted on all rows, also through the model made from it", () => {
    const all = placed.map((s) => s.tag).sort();
    const artefacts = clean.artefacts.map((a) => (a.id === "scale" ? reseal({ ...a, subjectTags: all }) : a));
    const found = runLeakageChecks({ ...clean, artefacts }).find((r) => r.id === "artefact-overlap")!;
    expect(found.code).toBe("ARTEFACT_FITTED_ON_TEST");
    const test = placed.filter(isTest).length;
    expect(found.evidence.slice(0, 2).map((e) => e.found)).toEqual([String(test), String(test)]);
  });

  it.each([
    [
      "says of nobody that it has seen them",
      (a: Artefact) => reseal({ ...a, subjectTags: [] }),
      "ARTEFACT_WITHOUT_PROVENANCE",
    ],
    [
      "has a parent that is not there",
      (a: Artefact) => reseal({ ...a, parents: ["ghost"] }),
      "ARTEFACT_WITHOUT_PROVENANCE",
    ],
    ["is not what its hash says", (a: Artefact) => ({ ...a, codeVersion: "2" }), "MODEL_HASH_MISMATCH"],
  ])("catch a fitted step that %s", (_, bend, code) => {
    const artefacts = clean.artefacts.map((a) => (a.id === "model" ? bend(a) : a));
    expect(codes({ ...clean, artefacts })).toEqual([code]);
  });
});
