import { describe, expect, it } from "vitest";
import { missingImages } from "./imaging-protocol.ts";
import { sequenceOf } from "./mr-sequence.ts";

describe("the sequence of an MR image, by its description", () => {
  it.each([
    ["T1", "T1"],
    ["ax T1w pre-contrast", "T1"],
    ["T1 without contrast", "T1"],
    ["T1CE", "T1CE"],
    ["T1_post", "T1CE"],
    ["T1-weighted, Gd-enhanced", "T1CE"],
    ["t1c", "T1CE"],
    ["T1 +C", "T1CE"],
    ["T2", "T2"],
    ["T2w TSE", "T2"],
    ["T2 FLAIR", "FLAIR"],
    ["flair", "FLAIR"],
    ["T2* GRE", null],
    ["DWI b1000", "DWI"],
    ["ADC map", "ADC"],
    ["DSC perfusion", "DSC"],
    ["rCBV with ferumoxytol", "CBV"],
    ["DCE", "DCE"],
    ["chest", null],
  ])("'%s' is %s", (description, sequence) => expect(sequenceOf(description)).toBe(sequence));
});

describe("what an imaging protocol requires at a visit", () => {
  const rule = (sequence: "T1" | "T1CE" | "T2" | "FLAIR") => ({
    name: `brain ${sequence}`,
    modality: "MR" as const,
    sequence,
    required: true,
    demands: {},
  });
  const protocol = { version: "1", images: (["T1", "T1CE", "T2", "FLAIR"] as const).map(rule) };
  const image = (description: string) => ({ modality: "MR" as const, description });

  it("is told by its name where it is missing; a T1 with contrast is not the one without", () => {
    expect(missingImages(["T1CE", "T2", "T2 FLAIR"].map(image), protocol)).toEqual(["brain T1 (MR, sequence T1)"]);
    expect(missingImages(["T1", "T1CE", "T2", "FLAIR"].map(image), protocol)).toEqual([]);
    expect(missingImages([image("T1CE")], { version: "1", images: [{ ...rule("T2"), required: false }] })).toEqual([]);
  });
});
