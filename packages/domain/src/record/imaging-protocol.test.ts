import { describe, expect, it } from "vitest";
import { acquisitionWords, type CheckedImage, imagingProtocol, onGrid, protocolDeviations } from "./index.ts";

const protocol = imagingProtocol.parse({
  version: "2",
  images: [
    {
      name: "CT of the chest",
      modality: "CT",
      demands: {
        sliceThicknessMm: { max: 3 },
        kvp: { min: 100, max: 120 },
        kernel: { oneOf: ["B30f", "STANDARD"] },
      },
    },
    {
      name: "T1 after contrast",
      modality: "MR",
      description: "post",
      demands: { fieldStrengthT: { oneOf: [1.5, 3] } },
    },
    { name: "FDG-PET", modality: "PT", demands: { tracer: { oneOf: ["18F-FDG"] }, uptakeMin: { min: 55, max: 75 } } },
  ],
});
const ct: CheckedImage = { modality: "CT", description: "Thorax", sliceThicknessMm: 3, kvp: 120, kernel: "b30F" };
const sentences = (image: CheckedImage): string[] => protocolDeviations(image, protocol).map((d) => d.sentence);

describe("an image against the imaging protocol", () => {
  it("has no deviation at its closed limits, nor for another case of a word", () => {
    expect(sentences(ct)).toEqual([]);
    expect(sentences({ ...ct, kvp: 100 })).toEqual([]);
    // What a header writes as 3.0000001 is 3.
    expect(sentences({ ...ct, sliceThicknessMm: 3.0000001 })).toEqual([]);
  });

  it.each([
    [{ sliceThicknessMm: 5 }, "CT of the chest: the slice thickness is 5 mm; the protocol asks for at most 3 mm."],
    [
      { sliceThicknessMm: 3.01 },
      "CT of the chest: the slice thickness is 3.01 mm; the protocol asks for at most 3 mm.",
    ],
    [{ kvp: 80 }, "CT of the chest: the tube voltage is 80 kV; the protocol asks for 100 to 120 kV."],
    [
      { kernel: "B70f" },
      "CT of the chest: the reconstruction kernel is 'B70f'; the protocol asks for 'B30f' or 'STANDARD'.",
    ],
  ])("tells %j", (change, sentence) => {
    expect(sentences({ ...ct, ...change })).toEqual([sentence]);
  });

  it("tells what an image does not state, every demand in its order", () => {
    expect(sentences({ modality: "PT", description: "", uptakeMin: 90 })).toEqual([
      "FDG-PET: the tracer is not stated; the protocol asks for '18F-FDG'.",
      "FDG-PET: the uptake time is 90 min; the protocol asks for 55 to 75 min.",
    ]);
  });

  it("asks only images of the rule's modality and description", () => {
    const mr: CheckedImage = { modality: "MR", description: "T1 POST contrast", fieldStrengthT: 0.5 };
    expect(sentences(mr)).toEqual([
      "T1 after contrast: the field strength is 0.5 T; the protocol asks for 1.5 T or 3 T.",
    ]);
    expect(sentences({ ...mr, description: "T2" })).toEqual([]);
    expect(sentences({ modality: "US", description: "" })).toEqual([]);
  });

  it("takes distances from the grid where the row has none", () => {
    const image = onGrid<CheckedImage>({ modality: "CT", description: "" }, [0.8, 0.8, 5]);
    expect([image.sliceSpacingMm, image.pixelSpacingMm]).toEqual([5, 0.8]);
    expect(onGrid({ ...ct, sliceSpacingMm: 2 }, [0.8, 0.8, 5]).sliceSpacingMm).toBe(2);
    expect(acquisitionWords({ sliceThicknessMm: 3, tracer: "18F-FDG", weightKg: 70 })).toEqual([
      "slice thickness 3 mm",
      "tracer 18F-FDG",
      "weight 70 kg",
    ]);
  });

  it.each([
    { images: [] },
    { images: [{ name: "x", modality: "CT", demands: {} }] },
    { images: [{ name: "x", modality: "CT", demands: { kvp: {} } }] },
    { images: [{ name: "x", modality: "CT", demands: { kvp: { min: 2, max: 1 } } }] },
    { images: [{ name: "x", modality: "CT", demands: { kilovolts: { min: 2 } } }] },
    { images: [{ name: "x", modality: "XX", demands: { kvp: { min: 2 } } }] },
  ])("a protocol that cannot be meant is refused: %j", (written) => {
    expect(imagingProtocol.safeParse(written).success).toBe(false);
  });
});
