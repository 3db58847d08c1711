import { describe, expect, it } from "vitest";
import { firstSettings, settingsIn, viewOf } from "./first-settings.ts";
import type { Series } from "./series.ts";
import { viewIn, withView } from "./view-address.ts";

const series = [
  { id: "CT", label: "CT", unit: "HU", images: [{ visit: "BL" }, { visit: "W8" }, { visit: "W16" }] },
  { id: "PET", label: "PET", unit: "SUV", images: [{ visit: "BL" }] },
] as unknown as readonly Series[];
const asked = (search: string) => settingsIn(series, viewIn(new URLSearchParams(search)));

describe("how the viewers begin", () => {
  it("is baseline beside the next visit, where the address names nothing", () => {
    expect(asked("")).toEqual(firstSettings(series[0]!));
    expect(asked("")).toMatchObject({ series: "CT", left: "BL", right: "W8", sliceType: 0 });
  });

  it("is what the address names, and goes back into it", () => {
    const settings = asked("?series=CT&left=W8&right=W16&window=lung&plane=sagittal");
    expect(settings).toMatchObject({ left: "W8", right: "W16", window: "lung", sliceType: 2 });
    expect(asked(withView("", viewOf(settings)))).toEqual(settings);
  });

  it("passes over what is not there: a visit, a window of another kind of image, a series", () => {
    expect(asked("?series=PET&left=W16&right=W8&window=lung")).toEqual(firstSettings(series[1]!));
    expect(asked("?series=MR&right=W99")).toEqual(firstSettings(series[0]!));
  });
});
