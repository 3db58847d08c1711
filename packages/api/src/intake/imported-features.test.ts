import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asPerson } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { importedModelHash } from "@nadir/domain";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPatient } from "../read/read-patient.ts";
import { plantPerson } from "../read/testing/plant-trial.ts";
import { folderCustodians } from "./custodians.ts";
import { importTrial } from "./import-trial.ts";
import { altered, filesOf, smallTrial, type TrialText } from "./testing/small-trial.ts";

let database: TestDatabase;
let store: ObjectStore;
let folder: string;
beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-imported-"));
  store = await openLocalStore(join(folder, "objects"));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const WEIGHTS = "1".repeat(64);
const TRAINED = "2".repeat(64);
const MODEL = {
  id: "net",
  name: "LesionNet",
  version: "1.2",
  kind: "score" as const,
  weightsSha256: WEIGHTS,
  trainingSet: { sha256: TRAINED, description: "210 patients of two trials" },
  preprocessing: "1 mm isotropic, clipped to -1000…400 HU",
};
const yaml = (model: object): string => `models: ${JSON.stringify([model])}\n`;

/** The small trial with values of a model. */
const withModel = (id: string, rows: string, models: string = yaml(MODEL)): TrialText => {
  const trial = altered(
    altered(smallTrial(), "trial.yaml", "id: small-trial", `id: ${id}`),
    "trial.yaml",
    "  masks: masks.csv\n",
    "  masks: masks.csv\n  importedFeatures: deep.csv\n",
  );
  return {
    ...trial,
    "trial.yaml": `${trial["trial.yaml"] as string}${models}`,
    "deep.csv": `subject,visit,image,lesion,model,feature,value\n${rows}`,
  };
};
const bring = (trial: TrialText, dryRun = false) =>
  importTrial({
    db: database.db,
    store,
    by: "system",
    files: filesOf(trial),
    dryRun,
    custodians: folderCustodians(join(folder, "custodians")),
  });
const vectors = (trial: string) =>
  database.admin.unsafe<{ engine: string; config_hash: string; values: unknown; model: unknown }[]>(
    `select f.engine, f.config_hash, f.values, f.provenance -> 'imported' as model
       from derived.feature_vector f join record.trial t on t.id = f.trial_id where t.key = '${trial}'`,
  );
const ROWS = "S1,base,ct,T1,net,score,0.73\nS1,base,ct,T1,net,f2,-1.5\n";

describe("values of a model of another laboratory", () => {
  it("stand in the feature table with the model's whole description, under its hash", async () => {
    const outcome = await bring(withModel("deep-1", ROWS));
    expect(outcome.problems).toEqual([]);
    expect(outcome.imported).toEqual({ new: 1, unchanged: 0, models: [{ id: "net", hash: importedModelHash(MODEL) }] });
    expect(await vectors("deep-1")).toEqual([
      {
        engine: "imported LesionNet 1.2",
        config_hash: importedModelHash(MODEL),
        values: { keys: ["net/f2", "net/score"], values: [-1.5, 0.73], reasons: {} },
        model: MODEL,
      },
    ]);
    // The same files again change nothing.
    const again = await bring(withModel("deep-1", ROWS));
    expect(again).toMatchObject({ written: false, imported: { new: 0, unchanged: 1 } });
  });

  it.each([
    ["its identity", { ...MODEL, name: undefined }, /name/],
    ["the hash of its weights", { ...MODEL, weightsSha256: "abc" }, /weightsSha256.*64/],
    ["its training set", { ...MODEL, trainingSet: undefined }, /trainingSet/],
    ["the hash of its training set", { ...MODEL, trainingSet: { description: "210 patients" } }, /trainingSet.*sha256/],
  ])("are refused without %s, and nothing is written", async (_what, model, sentence) => {
    const { problems, written } = await bring(withModel("deep-2", ROWS, yaml(model)));
    expect(written).toBe(false);
    expect(problems.map((p) => p.message).join("\n")).toMatch(sentence);
    expect(await vectors("deep-2")).toEqual([]);
  });

  it("are refused of a model that nobody described, of a region that has no mask, and twice", async () => {
    const rows = `${ROWS}S1,base,ct,T1,nett,score,0.5\nS1,wk8,ct,T1,net,score,0.5\nS1,base,ct,T1,net,score,0.8\n`;
    const { problems, written } = await bring(withModel("deep-3", rows));
    expect(written).toBe(false);
    expect(problems.map((p) => [p.code, p.where?.row])).toEqual([
      ["MODEL_UNKNOWN", 4],
      ["MASK_MISSING", 5],
      ["DUPLICATE_KEY", 6],
    ]);
    expect(problems[0]!.message).toMatch(/Did you mean 'net'/);
  });

  it("are not edited: other values need another version of the model", async () => {
    await bring(withModel("deep-4", ROWS));
    const other = await bring(withModel("deep-4", "S1,base,ct,T1,net,score,0.74\n"));
    expect(other.problems.map((p) => p.code)).toEqual(["IMPORTED_VALUE_DIFFERS"]);
    const next = await bring(withModel("deep-4", "S1,base,ct,T1,net,score,0.74\n", yaml({ ...MODEL, version: "1.3" })));
    expect(next.imported).toMatchObject({ new: 1, unchanged: 0 });
    expect((await vectors("deep-4")).map((v) => v.engine).sort()).toEqual([
      "imported LesionNet 1.2",
      "imported LesionNet 1.3",
    ]);
  });

  it("of a dry run are counted and not written", async () => {
    expect(await bring(withModel("deep-5", ROWS), true)).toMatchObject({ imported: { new: 1 }, written: false });
    expect(await vectors("deep-5")).toEqual([]);
  });
});

describe("the scores of lesions on the patient's page", () => {
  const models = yaml(MODEL);
  // A second and a third lesion with the first one's mask: what the scores say is what is looked at.
  const trial = (id: string): TrialText => {
    const base = withModel(id, "", models);
    return {
      ...base,
      "lesions.csv": `subject,id,role,organ,node,irradiated
S1,T1,target,liver,no,yes
S1,T2,target,lung,no,no
S1,T3,target,bone,no,no
S1,N1,new,lung,no,
S2,T1,target,lymph-node,yes,
S3,T1,target,lung,,
`,
      "masks.csv": `subject,visit,image,lesion,file,label
S1,base,ct,T1,scans/s1-mask.nii,1
S1,base,ct,T2,scans/s1-mask.nii,1
S1,base,ct,T3,scans/s1-mask.nii,1
`,
      "deep.csv": `subject,visit,image,lesion,model,feature,value
S1,base,ct,T1,net,score,0.9
S1,base,ct,T2,net,score,0.3
S1,base,ct,T3,net,score,0.6
`,
    };
  };
  const read = (person: string, key: string) =>
    asPerson(database.db, person, (tx) => readPatient(tx, person, { trial: key, subject: "S1" }));

  it("name the lesion with the least, and part irradiated lesions from the others by the record's flag", async () => {
    await bring(trial("scores-1"));
    const id = await trialIdOf("scores-1");
    await plantPerson(database.db, id, "coordinator", null, "scores-coordinator");
    await plantPerson(database.db, id, "reader", null, "scores-reader");
    const { lesionScores } = await read("scores-coordinator", "scores-1");
    expect(lesionScores).toHaveLength(1);
    const [of] = lesionScores;
    expect(of).toMatchObject({
      visit: "base",
      image: "ct",
      score: "score",
      model: { name: "LesionNet", version: "1.2" },
    });
    expect(of!.lesions).toEqual([
      { lesion: "T2", irradiated: false, score: 0.3 },
      { lesion: "T3", irradiated: false, score: 0.6 },
      { lesion: "T1", irradiated: true, score: 0.9 },
    ]);
    expect(of!.all).toMatchObject({ lesions: 3, minLesion: "T2", min: 0.3, maxLesion: "T1", max: 0.9 });
    expect(of!.all.mean).toBeCloseTo(0.6, 12);
    expect(of!.byFlag).toMatchObject([
      { irradiated: false, lesions: 2, minLesion: "T2", maxLesion: "T3" },
      { irradiated: true, lesions: 1, mean: 0.9, sd: null },
    ]);
    expect(of!.byFlag[0]!.mean).toBeCloseTo(0.45, 12);
    // A blinded reader learns nothing of them.
    expect((await read("scores-reader", "scores-1")).lesionScores).toEqual([]);
  });
});

const trialIdOf = async (key: string): Promise<string> => {
  const [row] = await database.admin.unsafe<{ id: string }[]>(`select id from record.trial where key = '${key}'`);
  return row!.id;
};
