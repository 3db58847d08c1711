import { describe, expect, it } from "vitest";
import { type ViewInAddress, viewIn, withView } from "./view-address.ts";

const VIEW: ViewInAddress = {
  series: "MR · T1 after contrast",
  left: "BL",
  right: "Scan-2",
  window: "lung",
  plane: "coronal",
  lesion: "R1-T1",
  at: [-12.3, 40, 0.1],
};

describe("a view in the address", () => {
  it("comes back as it went, beside what else the address says", () => {
    const search = withView("?ask=read%2FP-1", VIEW);
    expect(viewIn(new URLSearchParams(search))).toEqual(VIEW);
    expect(new URLSearchParams(search).get("ask")).toBe("read/P-1");
    expect(search).toContain("at=-12.3,40.0,0.1");
  });

  it("changes in the part that was changed, and leaves nothing of what was taken away", () => {
    const search = withView(withView("", VIEW), { at: null, window: "bone" });
    expect(viewIn(new URLSearchParams(search))).toEqual({ ...VIEW, at: null, window: "bone" });
    expect(withView("?window=bone", { window: null })).toBe("");
  });

  it("is nothing where the address says it wrongly", () => {
    const none = { series: null, left: null, right: null, window: null, plane: null, lesion: null, at: null };
    for (const wrong of ["", "?at=1,2", "?at=1,2,x", "?at=1,,3", "?plane=oblique", "?window=", "?at=1,2,Infinity"])
      expect(viewIn(new URLSearchParams(wrong)), wrong).toEqual(none);
  });
});
