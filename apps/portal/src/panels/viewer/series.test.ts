import type { PatientImage } from "@nadir/api/read";
import { describe, expect, it } from "vitest";
import { firstSettings } from "./first-settings.ts";
import { hung, seriesOf } from "./series.ts";

const image = (visit: string, modality: "CT" | "PT" = "CT") =>
  ({ id: `${visit}-${modality}`, visit, modality, description: modality, unit: "HU" }) as unknown as PatientImage;
const VISITS = ["V1", "V2", "LAB", "V3", "V4"];
const shown = (images: readonly PatientImage[], read: string) =>
  hung(seriesOf(images, VISITS), VISITS, read).map((one) => {
    const { left, right } = firstSettings(one);
    return [one.id[0], left, ...(right === null ? [] : [right])];
  });

describe("how the scans of a read hang", () => {
  it("is the prior on the left and the scan that is read on the right, also where a visit between them has no scan", () => {
    const images = ["V1", "V2", "V3", "V4"].map((visit) => image(visit));
    expect(shown(images, "V3")).toEqual([["C", "V2", "V3"]]);
    expect(shown(images, "V1")).toEqual([["C", "V1"]]);
    expect(shown(images, "V2")).toEqual([["C", "V1", "V2"]]);
    // What can be chosen instead stands in the order of the visits.
    const [listed] = hung(seriesOf(images, VISITS), VISITS, "V3");
    expect(listed?.images.map(({ visit }) => visit)).toEqual(["V1", "V2", "V3"]);
  });

  it("begins with a kind of image that has the scan, and shows of the others their last two", () => {
    const images = [image("V1"), image("V2"), image("V1", "PT"), image("V3", "PT")];
    expect(shown(images, "V3")).toEqual([
      ["P", "V1", "V3"],
      ["C", "V1", "V2"],
    ]);
  });

  it("leaves out what was taken later", () => {
    expect(shown([image("V4"), image("V1")], "V2")).toEqual([["C", "V1"]]);
    expect(shown([image("V4")], "V2")).toEqual([]);
  });
});

describe("several scans of one kind at a visit", () => {
  const again = { ...image("V2"), id: "V2-CT-again" } as PatientImage;
  const ids = (images: readonly PatientImage[], read: string) =>
    hung(seriesOf(images, VISITS), VISITS, read).map(({ label, images: of }) => [label, ...of.map(({ id }) => id)]);

  it("are series of their own, each beside the prior and named by the visit that has it", () => {
    const images = [image("V1"), image("V2"), again, image("V3")];
    expect(ids(images, "V2")).toEqual([
      ["CT", "V1-CT", "V2-CT"],
      ["CT, second scan of V2", "V1-CT", "V2-CT-again"],
    ]);
    expect(ids(images, "V3")).toEqual([
      ["CT", "V1-CT", "V2-CT", "V3-CT"],
      ["CT, second scan of V2", "V1-CT", "V2-CT-again", "V3-CT"],
    ]);
    // A later visit's second scan is not even told of.
    expect(ids(images, "V1")).toEqual([["CT", "V1-CT"]]);
  });

  it("lose none: every image is in a series, and no series has two of a visit", () => {
    const images = [again, image("V4"), image("V2"), { ...image("V2"), id: "third" } as PatientImage, image("V1")];
    const series = seriesOf(images, VISITS);
    expect(series.map(({ id }) => id)).toEqual(["CT · CT", "CT · CT · 2", "CT · CT · 3"]);
    expect(new Set(series.flatMap((one) => one.images))).toEqual(new Set(images));
    for (const one of series) expect(one.images.map(({ visit }) => visit)).toEqual(["V1", "V2", "V4"]);
  });
});
