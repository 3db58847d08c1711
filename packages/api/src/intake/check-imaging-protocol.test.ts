import { describe, expect, it } from "vitest";
import { readTrialBundle } from "./read-bundle.ts";
import { altered, filesOf, smallTrial } from "./testing/small-trial.ts";

const PROTOCOL = `  imagingProtocol:
    images:
      - name: CT
        modality: CT
        demands:
          sliceSpacingMm: { max: 1.5 }
          kernel: { oneOf: [B30f] }
          kvp: { min: 100, max: 120 }
tables:
`;
const withProtocol = () => altered(smallTrial(), "trial.yaml", "tables:\n", PROTOCOL);

describe("images of an import against the trial's imaging protocol", () => {
  it("departures are told with their row and column, and are not in the way", async () => {
    const trial = {
      ...withProtocol(),
      "images.csv": "subject,visit,id,file,modality,description,unit,kernel\nS1,base,ct,scans/s1.nii,CT,CT,HU,B70f\n",
    };
    const { bundle, problems, warnings } = await readTrialBundle(filesOf(trial));
    expect(problems).toEqual([]);
    expect(bundle).toBeDefined();
    // The file's slices lie 2 mm apart; the row says nothing of the tube voltage.
    expect(warnings.map((w) => [w.code, w.where?.file, w.where?.row, w.where?.column])).toEqual([
      ["PROTOCOL_DEVIATION", "images.csv", 2, "sliceSpacingMm"],
      ["PROTOCOL_DEVIATION", "images.csv", 2, "kernel"],
      ["PROTOCOL_DEVIATION", "images.csv", 2, "kvp"],
    ]);
    expect(warnings[0]!.message).toMatch(
      /subject S1, visit base, image ct .*distance between slices is 2 mm; .* at most 1\.5 mm/,
    );
    expect(warnings[2]!.message).toMatch(/tube voltage is not stated; the protocol asks for 100 to 120 kV/);
  });

  it("the record keeps tracer and acquisition of a row; a trial without a protocol has nothing to tell", async () => {
    const row =
      "subject,visit,id,file,modality,description,unit,tracer,uptakeMin,injectedMbq\nS1,base,ct,scans/s1.nii,PT,immuno-PET,SUV,89Zr-atezolizumab,8640,37\n";
    const { bundle, warnings } = await readTrialBundle(filesOf({ ...smallTrial(), "images.csv": row }));
    expect(warnings).toEqual([]);
    expect(bundle!.tables.images[0]!.value).toMatchObject({
      tracer: "89Zr-atezolizumab",
      uptakeMin: 8640,
      injectedMbq: 37,
    });
  });

  it("a required sequence that a visit lacks is told by its name, at the visit's first image", async () => {
    const required = altered(
      smallTrial(),
      "trial.yaml",
      "tables:\n",
      "  imagingProtocol:\n    images:\n      - { name: brain T1, modality: MR, sequence: T1, required: true }\n      - { name: brain T1CE, modality: MR, sequence: T1CE, required: true }\ntables:\n",
    );
    const row =
      "subject,visit,id,file,modality,description,unit\nS1,base,ct,scans/s1.nii,MR,T1 post-contrast,arbitrary\n";
    const { problems, warnings } = await readTrialBundle(filesOf({ ...required, "images.csv": row }));
    expect(problems).toEqual([]);
    expect(warnings.map((w) => [w.code, w.where?.file, w.where?.row])).toEqual([["IMAGE_MISSING", "images.csv", 2]]);
    expect(warnings[0]!.message).toMatch(
      /subject S1, visit base has no image of brain T1 \(MR, sequence T1\), which the imaging protocol requires/,
    );
  });

  it("a value that cannot be is refused with its place", async () => {
    const row = "subject,visit,id,file,modality,description,unit,kvp\nS1,base,ct,scans/s1.nii,CT,CT,HU,-120\n";
    const { problems } = await readTrialBundle(filesOf({ ...smallTrial(), "images.csv": row }));
    expect(problems.map((p) => [p.code, p.where?.column])).toEqual([["BAD_VALUE", "kvp"]]);
  });
});
