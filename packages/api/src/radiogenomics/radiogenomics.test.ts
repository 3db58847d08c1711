import { asPerson, asSystem, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { PERMISSIONS, type Role, radiogenomicsSettings, role } from "@nadir/domain";
import { adjustP } from "@nadir/statistics";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { type Associations, authoriseScan, readRadiogenomics, scanTrial } from "./index.ts";
import { pooledValue } from "./pool-lesions.ts";
import { plantMolecular, SEALED, seal } from "./testing/plant-molecular.ts";

let test: TestDatabase;
let trial: PlantedTrial;
const settings = (wish: object = {}) => radiogenomicsSettings.parse(wish);
const scan = (wish: object = {}, trialKey = trial.key) =>
  scanTrial({ db: test.db, trialKey, settings: settings(wish), askedBy: "a test" });
const read = (person: string) => asPerson(test.db, person, (tx) => readRadiogenomics(tx, person, trial.key));
const pair = (found: Associations, feature: string, target: string) => {
  const f = found.features.findIndex(({ name }) => name === feature);
  const t = found.targets.findIndex(({ name }) => name === target);
  const at = t * found.features.length + f;
  return { f, t, n: found.n[at]!, effect: found.effect[at]!, p: found.p[at]!, q: found.q[at]! };
};
const BASELINE = "CT: planted, baseline";

beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  await plantMolecular(test.db, trial);
  await seal(test.db, trial, "held-out", SEALED);
  for (const name of role.options) await plantPerson(test.db, trial.id, name);
  await plantPerson(test.db, trial.id, "coordinator", trial.sites.north, "of-one-site");
});
afterAll(() => test.close());

describe("radiogenomics from the trial's record", () => {
  let found: Associations;
  beforeAll(async () => {
    await scan();
    found = (await read("coordinator")).associations!.result;
  });

  it("finds what is planted in the subjects that are not sealed, by the tests that R has", () => {
    expect(found.subjects).toBe(10);
    // By hand: both in the same order, so rho is 1; with either sealed subject it would not be.
    expect(pair(found, BASELINE, "TMB")).toMatchObject({ n: 10, effect: 1, p: 0 });
    expect(pair(found, "CT: planted, relative change", "TMB")).toMatchObject({ n: 10, effect: -1 });
    // By hand: ranks 1-5 against 6-10, two of choose(10, 5) = 252 orders are as far apart.
    expect(pair(found, BASELINE, "IDH")).toMatchObject({ n: 10, effect: 1 });
    expect(pair(found, BASELINE, "IDH").p).toBeCloseTo(2 / 252, 12);
    expect(found.targets.find(({ name }) => name === "IDH")).toMatchObject({
      test: "wilcoxon",
      groups: ["mutant", "wild-type"],
    });
  });

  it("keeps markers of two clones apart, leaves later markers out, computes the Immunoscore", () => {
    const names = found.targets.map(({ name }) => name);
    expect(names).toContain("PD-L1 (22C3)");
    expect(names).toContain("PD-L1 (SP142)");
    expect(names).not.toContain("ctDNA");
    expect(found.notes.join(" ")).toMatch(/10 values taken after treatment start are left out \(ctDNA\)/);
    // Percentiles 9n: up to 25 low (n <= 2), up to 70 intermediate (n <= 7), else high.
    expect(found.targets.find(({ name }) => name === "Immunoscore group, computed")).toMatchObject({
      test: "kruskal-wallis",
      groups: ["high", "intermediate", "low"],
      known: 10,
    });
    expect(pair(found, BASELINE, "Immunoscore, computed").effect).toBe(1);
  });

  it("takes the largest lesion of a subject: the second of P-1 would break the order", async () => {
    expect(pair(found, BASELINE, "TMB").effect).toBe(1);
    const mean = await scan({ lesions: "mean" });
    expect(mean.associations.isNew).toBe(true);
    const other = (await read("coordinator")).associations!;
    expect(other.settings.lesions).toBe("mean");
    expect(pair(other.result, BASELINE, "TMB").effect).toBeLessThan(1);
    // By hand: (100 + 1) / 2, and weighted by 2000 and 400 mm³.
    const lesions = [
      { value: 1, weight: 2000 },
      { value: 100, weight: 400 },
    ];
    expect(pooledValue(lesions, "mean")).toBe(50.5);
    expect(pooledValue(lesions, "volume-weighted")).toBeCloseTo((2000 + 40000) / 2400, 12);
    expect(pooledValue(lesions, "largest")).toBe(1);
  });

  it("adjusts over the tests that were made and counts no others: a constant is not tested", () => {
    const made = found.p.filter((p): p is number => p !== null);
    expect(found.tests).toBe(made.length);
    const q = adjustP(made, "bh");
    expect(found.q.filter((v) => v !== null)).toEqual(Array.from(q));
    expect(pair(found, "CT: flat, baseline", "TMB")).toMatchObject({ effect: null, p: null, q: null });
    expect(found.found).toBe(Array.from(q).filter((v) => v <= 0.05).length);
  });

  it("computes nothing twice, with the hash of its inputs and the engine; Pearson is another scan", async () => {
    const again = await scan({ lesions: "mean" });
    expect(again.associations.isNew).toBe(false);
    const { associations } = await read("coordinator");
    expect(associations).toMatchObject({
      inputHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      engine: expect.stringMatching(/^@nadir\/radiogenomics /),
    });
    await scan({ correlation: "pearson" });
    const linear = (await read("coordinator")).associations!.result;
    // By hand: Pearson's r of n and n² over 1 … 10 is 0.97455.
    expect(pair(linear, BASELINE, "TMB").effect).toBeCloseTo(0.9745586, 6);
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });

  it("refuses in sentences: an unknown trial, configuration, target; no markers at all", async () => {
    await expect(scan({}, "elsewhere")).rejects.toThrow(/There is no trial 'elsewhere'/);
    await expect(scan({ configHash: "d".repeat(64) })).rejects.toThrow(/configuration dddddddddddd….*cccccccccccc/);
    await expect(scan({ model: { target: "MGMT" } })).rejects.toThrow(/'MGMT' is no molecular target.*IDH/);
    const bare = await plantTrial(test.db, "bare-trial");
    await expect(scan({}, bare.key)).rejects.toThrow(/has a marker from before treatment/);
  });
});

describe("a model of a molecular target", () => {
  it("of groups foretells what is planted in subjects left out, and its p is that of whole shuffled procedures", async () => {
    await scan({ model: { target: "IDH", positive: "wild-type", folds: 5, permutations: 19 } });
    const model = (await read("coordinator")).models.find(({ result }) => result.target === "IDH")!.result;
    expect(model).toMatchObject({ kind: "groups", positive: "wild-type", subjects: 10, events: 5, folds: 5 });
    expect(model.auc!.value).toBeGreaterThan(0.9);
    expect(model.permutation).toMatchObject({ statistic: "AUC", permutations: 19 });
    expect(model.permutation!.p).toBeLessThanOrEqual(0.15);
    expect(JSON.stringify(model)).not.toMatch(/P-\d/);
  });
  it("of a number reports R² of subjects left out and the AUC above quantiles", async () => {
    await scan({ model: { target: "TMB", folds: 2, permutations: 19 } });
    const model = (await read("coordinator")).models.find(({ result }) => result.target === "TMB")!.result;
    expect(model.rSquared).toBeGreaterThan(0.5);
    expect(model.errorOverDeviation! ** 2).toBeCloseTo(1 - model.rSquared!, 9);
    const sse = model.pairs.reduce((s, { truth, predicted }) => s + (truth - predicted) ** 2, 0);
    // By hand: n², n = 1 … 10, have the mean 38.5 and the sum of squares 10510.5 around it.
    expect(model.rSquared).toBeCloseTo(1 - sse / 10510.5, 9);
    expect(model.thresholds.find((t) => t.quantile === 0.5)!.auc).toBeGreaterThan(0.9);
  });
  it("is kept from the board, who learn how many there are; the scan is not", async () => {
    const board = await read("board");
    expect(board).toMatchObject({ models: [], hiddenModels: 2, mayCompute: false });
    expect(board.associations).not.toBeNull();
    expect((await read("statistician")).models).toHaveLength(2);
  });
});

describe("a sealed subject", () => {
  const MAY: readonly Role[] = role.options.filter((r) => PERMISSIONS[r].includes("export"));
  it.each(role.options)("appears in nothing that a %s can have computed or read", async (word) => {
    const asked = asPerson(test.db, word, (tx) => authoriseScan(tx, word, trial.key));
    if (MAY.includes(word)) await expect(asked).resolves.toBe(trial.id);
    // Whoever is blinded is refused before it is asked what else their role lets them do.
    else await expect(asked).rejects.toThrow(word === "board" ? /does not let you export/ : /is blinded/);
    // Whoever reads blinded has no such page.
    if (word === "reader" || word === "adjudicator")
      return void (await expect(read(word)).rejects.toThrow(/Your role in this trial is blinded/));
    const seen = await read(word);
    expect(seen).toMatchObject({ sealed: 2, open: 10, withImages: 10, withMarkers: 10 });
    const text = JSON.stringify(seen);
    for (const key of SEALED) {
      expect(text).not.toContain(key);
      expect(text).not.toContain(trial.subjects[key]!);
    }
  });
  it("is in no stored row, and the database refuses one that has it", async () => {
    const rows = await test.admin<{ ids: string[] }[]>`select subject_ids as ids from derived.radiogenomics`;
    expect(rows.length).toBeGreaterThan(0);
    for (const { ids } of rows) for (const key of SEALED) expect(ids).not.toContain(trial.subjects[key]);
    await expect(
      asSystem(
        test.db,
        "try to slip one in",
        ({ sql }) => sql`
          insert into derived.radiogenomics (trial_id, kind, settings, input_hash, engine, subject_ids, result, result_hash)
          values (${trial.id}, 'associations', '{}', ${"e".repeat(64)}, 'x', ${[trial.subjects["P-11"]!]}::uuid[], '{}', ${"e".repeat(64)})`,
      ),
    ).rejects.toThrow(/sealed test set/);
    await expect(
      asSystem(test.db, "try a change", ({ sql }) => sql`update derived.radiogenomics set kind = 'model'`),
    ).rejects.toThrow();
  });
  it("changes no figure, whatever its markers say", async () => {
    const before = await scan({ level: 0.1 });
    await asSystem(
      test.db,
      "change a sealed subject's marker",
      ({ sql }) =>
        sql`update record.biomarker set document = document || '{"value": 1}', reason = 'a test'
             where subject_id = ${trial.subjects["P-12"]!} and code = 'TMB'`,
    );
    expect(await scan({ level: 0.1 })).toMatchObject({ associations: { id: before.associations.id, isNew: false } });
  });
  it("that is sealed later takes the figures that it is in with it, until they are computed anew", async () => {
    await seal(test.db, trial, "later", ["P-10"]);
    expect(await read("coordinator")).toMatchObject({ sealed: 3, associations: null, models: [] });
    await scan();
    expect((await read("coordinator")).associations!.result.subjects).toBe(9);
  });
  it("and figures over all sites are not for a person of one", async () => {
    await expect(read("of-one-site")).rejects.toThrow(/over all sites/);
    await expect(read("nobody")).rejects.toThrow(/There is no trial/);
  });
});
