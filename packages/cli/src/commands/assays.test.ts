import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Folder, runNadir as run } from "../testing/run-nadir.ts";

const folder = new Folder();
const SOUND: Readonly<Record<string, string>> = {
  "colData.csv": "primary,IDH\nP1,mutant\nP2,\nP3,wild-type\n",
  "sampleMap.csv": "assay,primary,colname\nrna,P1,S1\nrna,P2,S2\nprotein,P1,X1\n",
  "experiment-rna.csv": "feature,S1,S2\nCD8A,1.5,NA\nGZMA,2,3\n",
  "experiment-protein.csv": "feature,X1\nPD-L1,7\n",
};
const place = (name: string, change: Readonly<Record<string, string>> = {}): string => {
  const path = join(folder.path, name);
  mkdirSync(path);
  for (const [file, text] of Object.entries({ ...SOUND, ...change })) if (text) writeFileSync(join(path, file), text);
  return path;
};
let sound: string;
beforeAll(() => {
  sound = place("sound");
});
afterAll(() => folder.remove());

describe("nadir assays check", () => {
  it("counts subjects, samples and assays", async () => {
    const { status, json } = await run(["assays", "check", sound]);
    expect(status).toBe(0);
    expect(json()[0]).toEqual({
      schema: "nadir.multi-assay/1",
      subjects: 3,
      inEveryAssay: 1,
      inNoAssay: ["P3"],
      columns: ["IDH"],
      experiments: [
        { name: "protein", features: 1, samples: 1, subjects: 1 },
        { name: "rna", features: 2, samples: 2, subjects: 2 },
      ],
    });
  });
  it("says every mismatch at once", async () => {
    const path = place("mismatch", {
      "sampleMap.csv": "assay,primary,colname\nrna,P1,S1\nrna,P2,S1\nrna,P9,S9\nmethylation,P1,M1\nprotein,P1,X1\n",
      "experiment-protein.csv": "feature,X1\nPD-L1,high\n",
    });
    const { status, stderr, stdout } = await run(["assays", "check", path]);
    expect(status).toBe(1);
    for (const text of [
      "sample 'S1' of 'rna' is of 'P1' and of 'P2'",
      "'experiment-rna.csv' has no column 'S9'",
      "subject 'P9' has no row in 'colData.csv'",
      "no table 'experiment-methylation.csv'",
      "sample 'S2' is of nobody",
      "'high' of sample 'X1' is no number",
    ])
      expect(stderr + stdout).toContain(text);
  });
  it("and what is not there", async () => {
    const bare = await run(["assays", "check", place("bare", { "sampleMap.csv": "" })]);
    expect(bare.stderr + bare.stdout).toContain("no table 'sampleMap.csv'");
    const none = await run(["assays", "check", join(folder.path, "nowhere")]);
    expect(none.stderr + none.stdout).toContain("There is no folder");
  });
});
