import { describe, expect, it } from "vitest";
import { readTrialBundle } from "./read-bundle.ts";
import { altered, filesOf, smallTrial } from "./testing/small-trial.ts";

const read = (line: string) =>
  readTrialBundle(filesOf(altered(smallTrial(), "trial.yaml", "  disease: solid-tumour\n", line)));
const glioma = (types: string, criterion: string) =>
  readTrialBundle(
    filesOf({
      ...altered(
        altered(
          smallTrial(),
          "trial.yaml",
          "  disease: solid-tumour\n",
          `  disease: glioma\n  tumourTypes: [${types}]\n`,
        ),
        "trial.yaml",
        "    - id: recist-1.1\n      primary: true\n    - id: irecist\n",
        `    - id: ${criterion}\n      primary: true\n`,
      ),
    }),
  );

describe("tumour types of a trial", () => {
  it("a criterion that was not written for any of them is told with its line, and is not in the way", async () => {
    const { bundle, problems, warnings } = await glioma("low-grade-glioma", "rano-2010");
    expect(problems).toEqual([]);
    expect(bundle!.manifest.trial.tumourTypes).toEqual(["low-grade-glioma"]);
    const [warning] = warnings.filter((w) => w.code === "CRITERION_UNUSUAL_FOR_TUMOUR_TYPE");
    // Line 8 of the manifest names the criterion: schema, trial, id, title, disease, tumourTypes, criteria, - id.
    expect(warning).toMatchObject({ where: { file: "trial.yaml", row: 8 }, found: "rano-2010" });
    expect(warning!.message).toMatch(
      /'rano-2010' was not written for Low-grade glioma .*usual are rano-2\.0 and irano.*It is judged as named\./,
    );
  });

  it.each([
    ["the usual criteria", "  disease: solid-tumour\n  tumourTypes: [nsclc]\n"],
    ["a basket", "  disease: solid-tumour\n  tumourTypes: [nsclc, melanoma]\n"],
    ["no type named", "  disease: solid-tumour\n"],
  ])("%s give no remark", async (_, line) => {
    const { problems, warnings } = await read(line);
    expect({ problems, warnings }).toEqual({ problems: [], warnings: [] });
  });

  it("a type of another disease, an unknown one and one twice are refused", async () => {
    const { problems } = await read("  disease: solid-tumour\n  tumourTypes: [nsclc, glioblastoma, nsclc]\n");
    expect(problems.map((p) => [p.code, p.found, p.where?.row])).toEqual([
      ["TUMOUR_TYPE_OF_OTHER_DISEASE", "glioblastoma", 6],
      ["DUPLICATE_KEY", "nsclc", 6],
    ]);
    expect(problems[0]!.message).toMatch(/stands under the disease glioma, but the trial's is solid-tumour/);
    const unknown = await read("  disease: solid-tumour\n  tumourTypes: [lungs]\n");
    expect(unknown.problems[0]!.message).toMatch(/lungs/);
  });
});
