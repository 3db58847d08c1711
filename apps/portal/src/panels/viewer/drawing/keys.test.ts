import { describe, expect, it } from "vitest";
import { keyAct, keyWords, type Pressed } from "./keys.ts";
import { FIRST_PEN, TOOLS } from "./pen.ts";

const press = (key: string, more: Partial<Pressed> = {}) =>
  keyAct({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more }, FIRST_PEN);

describe("keys", () => {
  it("choose each tool by its letter, in either case", () => {
    for (const [tool, , key] of TOOLS) {
      expect(press(key)).toEqual({ do: "pen", pen: { ...FIRST_PEN, tool } });
      expect(press(key.toLowerCase())).toEqual(press(key));
    }
    expect(new Set(TOOLS.map(([, , key]) => key)).size).toBe(TOOLS.length);
  });

  it("step, undo, redo, choose windows and sizes", () => {
    expect(press("ArrowUp")).toEqual({ do: "step", slices: 1 });
    expect(press("3")).toEqual({ do: "window", n: 2 });
    expect(press("z", { ctrlKey: true })).toEqual({ do: "undo" });
    expect(press("Z", { metaKey: true, shiftKey: true })).toEqual({ do: "redo" });
    // 3 mm stands between 2 and 5 mm.
    expect(press("]")).toEqual({ do: "pen", pen: { ...FIRST_PEN, radiusMm: 5 } });
    expect(press("[")).toEqual({ do: "pen", pen: { ...FIRST_PEN, radiusMm: 2 } });
    expect(
      keyAct(
        { key: "[", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
        { ...FIRST_PEN, radiusMm: 0 },
      ),
    ).toEqual({ do: "pen", pen: { ...FIRST_PEN, radiusMm: 0 } });
  });

  it("leave the rest to the browser and the viewer", () => {
    for (const key of ["c", "v", "h", "j", "k", "l", "u", "d", "Tab", "Enter"]) expect(press(key)).toBeNull();
    expect(press("b", { altKey: true })).toBeNull();
    expect(press("c", { ctrlKey: true })).toBeNull();
    expect(keyWords(["Soft tissue"]).some(([key, what]) => key === "1" && what === "Soft tissue")).toBe(true);
  });
});
