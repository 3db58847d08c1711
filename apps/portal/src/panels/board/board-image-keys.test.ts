import { describe, expect, it } from "vitest";
import { WINDOWS } from "../viewer/windows.ts";
import { imageKeyAct, imageKeyWords } from "./board-image-keys.ts";

const key = (name: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey", boolean>> = {}) => ({
  ...{ key: name, ctrlKey: false, metaKey: false, altKey: false },
  ...held,
});

describe("keys on the board's images", () => {
  it("digits choose the windows that there are, and no other", () => {
    expect(imageKeyAct(key("2"), 6)).toEqual({ do: "window", n: 1 });
    expect(imageKeyAct(key("6"), 6)).toEqual({ do: "window", n: 5 });
    expect(imageKeyAct(key("7"), 6)).toBeNull();
    expect(imageKeyAct(key("0"), 6)).toBeNull();
  });

  it("M is the delineation, T the lesion, arrows the slices; held with Ctrl, Alt or ⌘ they are the browser's", () => {
    expect(imageKeyAct(key("m"), 1)).toEqual({ do: "masks" });
    expect(imageKeyAct(key("T"), 1)).toEqual({ do: "centre" });
    expect(imageKeyAct(key("ArrowUp"), 1)).toEqual({ do: "step", slices: 1 });
    expect(imageKeyAct(key("ArrowDown"), 1)).toEqual({ do: "step", slices: -1 });
    for (const held of ["ctrlKey", "metaKey", "altKey"] as const)
      expect(imageKeyAct(key("m", { [held]: true }), 1)).toBeNull();
    // The viewer library turns, clips and steps with these.
    for (const taken of ["c", "h", "j", "k", "l", "u", "d", "v"]) expect(imageKeyAct(key(taken), 9)).toBeNull();
  });

  it("says of every window by which key it comes", () => {
    const said = imageKeyWords(WINDOWS.HU.map((w) => w.label));
    for (const [n, { label }] of WINDOWS.HU.entries()) expect(said).toContainEqual([String(n + 1), label]);
  });
});
