import { describe, expect, it } from "vitest";
import { WINDOWS } from "../viewer/windows.ts";
import { imageKeyAct, imageKeyWords } from "./board-image-keys.ts";

const one = (windows: number) => ({ windows, kinds: 1 });
const key = (name: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey", boolean>> = {}) => ({
  ...{ key: name, ctrlKey: false, metaKey: false, altKey: false },
  ...held,
});

describe("keys on the board's images", () => {
  it("digits choose the windows that there are, and no other", () => {
    expect(imageKeyAct(key("2"), one(6))).toEqual({ do: "window", n: 1 });
    expect(imageKeyAct(key("6"), one(6))).toEqual({ do: "window", n: 5 });
    expect(imageKeyAct(key("7"), one(6))).toBeNull();
    expect(imageKeyAct(key("0"), one(6))).toBeNull();
  });

  it("M is the delineation, T the lesion, arrows the slices; held with Ctrl, Alt or ⌘ they are the browser's", () => {
    expect(imageKeyAct(key("m"), one(1))).toEqual({ do: "masks" });
    expect(imageKeyAct(key("T"), one(1))).toEqual({ do: "centre" });
    expect(imageKeyAct(key("ArrowUp"), one(1))).toEqual({ do: "step", slices: 1 });
    expect(imageKeyAct(key("ArrowDown"), one(1))).toEqual({ do: "step", slices: -1 });
    for (const held of ["ctrlKey", "metaKey", "altKey"] as const)
      expect(imageKeyAct(key("m", { [held]: true }), one(1))).toBeNull();
    // The viewer library turns, clips and steps with these.
    for (const taken of ["c", "h", "j", "k", "l", "u", "d", "v"]) expect(imageKeyAct(key(taken), one(9))).toBeNull();
  });

  it("says of every window by which key it comes", () => {
    const said = imageKeyWords(
      WINDOWS.HU.map((w) => w.label),
      1,
    );
    for (const [n, { label }] of WINDOWS.HU.entries()) expect(said).toContainEqual([String(n + 1), label]);
  });

  it("N goes to the next kind of image, where there is more than one", () => {
    expect(imageKeyAct(key("n"), { windows: 1, kinds: 3 })).toEqual({ do: "kind" });
    expect(imageKeyAct(key("n"), one(9))).toBeNull();
    const words = (kinds: number) => imageKeyWords(["Automatic"], kinds).map(([letter]) => letter);
    expect(words(3)).toContain("N");
    expect(words(1)).not.toContain("N");
  });

  it("offers windows by key on images without a scale of their own too, as MR", () => {
    expect(WINDOWS.arbitrary.length).toBeGreaterThan(3);
    expect(imageKeyAct(key("2"), one(WINDOWS.arbitrary.length))).toEqual({ do: "window", n: 1 });
  });
});
