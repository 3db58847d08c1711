import { inflateSync } from "node:zlib";
import { makeVolume } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { drawKeyImage, outline } from "./draw-key-image.ts";
import { greyPng } from "./grey-png.ts";

/** The grey values of a PNG of this kind, read by the rules of its specification: filter 1 alone. */
function greysOf(png: Buffer): { width: number; height: number; grey: number[] } {
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const at = png.indexOf("IDAT");
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  const grey: number[] = [];
  for (let row = 0; row < height; row++)
    for (let col = 0, before = 0; col < width; col++) {
      before = (before + rows[row * (width + 1) + 1 + col]!) & 255;
      grey.push(before);
    }
  return { width, height, grey };
}
const pictureIn = (svg: string) => greysOf(Buffer.from(/base64,([^"]+)"/.exec(svg)?.[1] ?? "", "base64"));

describe("a grey picture", () => {
  it("comes back as it went, with the checks of a PNG", () => {
    const png = greyPng(Uint8Array.of(0, 255, 7, 7, 128, 1), 3, 2);
    expect(greysOf(png)).toEqual({ width: 3, height: 2, grey: [0, 255, 7, 7, 128, 1] });
    // The end of every PNG: no data, type IEND, CRC AE 42 60 82 (libpng.org, PNG 1.2 §3.4 and any PNG).
    expect(png.subarray(-12).toString("hex")).toBe("0000000049454e44ae426082");
    expect(() => greyPng(Uint8Array.of(1), 3, 2)).toThrow("1 grey values are no picture of 3 × 2");
  });
});

describe("a key image", () => {
  /** 4 × 4 × 3 voxels of 10 × 10 × 5 mm; in the upper layer what is on the patient's right is −160 HU, on the left 240. */
  const dims = [4, 4, 3] as const;
  const data = Float32Array.from({ length: 48 }, (_, p) => (p < 32 ? 40 : p % 4 >= 2 ? -160 : 240));
  const image = makeVolume({ data, dims, spacing: [10, 10, 5] });
  const mask = makeVolume({
    data: Uint8Array.from({ length: 48 }, (_, p) => (p === 47 ? 3 : 0)),
    dims,
    spacing: [10, 10, 5],
  });

  it("has the patient's right on the left, by the viewer's first window, and says where it lies", () => {
    const svg = drawKeyImage(image, "HU", { mask, label: 3 });
    const { width, height, grey } = pictureIn(svg);
    expect([width, height]).toEqual([512, 512]);
    expect([grey[0], grey.at(-1)]).toEqual([0, 255]);
    expect(svg).toContain("Largest cross-section, z 10.0 mm");
    expect(svg).toContain("Soft tissue (L 40, W 400); bar 10 mm");
    // The voxel that is outlined is the most right and most anterior one: the first 128 pixels of both sides.
    expect(/<path d="([^"]+)" fill="none"/.exec(svg)?.[1]).toBe("M0 0h128M0 128h128M0 0v128M128 0v128");
    expect(svg.indexOf(">R<")).toBeLessThan(svg.indexOf(">L<"));
    // 20 mm were half of the 40 mm; 10 are a quarter.
    expect(svg).toContain('h128" stroke="#fff"');
  });

  it("without a delineation is the middle slice, without a unit has the viewer's own window", () => {
    const svg = drawKeyImage(image, "arbitrary", null);
    expect(svg).toContain("Middle slice; no outline, z 5.0 mm");
    expect(svg).not.toContain('fill="none"');
    expect(svg).toContain("Window −160 to 240");
    // 40 HU is in the middle: 127.5.
    for (const grey of new Set(pictureIn(svg).grey)) expect(Math.abs(grey - 127.5)).toBe(0.5);
  });

  it("stands in the middle of its frame where the field of view is longer than wide", () => {
    const flat = makeVolume({ data: new Float32Array(8).fill(1), dims: [4, 2, 1], spacing: [10, 10, 5] });
    expect(drawKeyImage(flat, "SUV", null)).toContain(
      '<g transform="translate(0 128)"><image width="512" height="256"',
    );
  });
});

it("the outline of pixels runs between inside and outside, also along the border and around a hole", () => {
  // 1 1 1 / 1 0 1 / 1 1 1
  const ring = Uint8Array.of(1, 1, 1, 1, 0, 1, 1, 1, 1);
  expect(outline(ring, 3, 3)).toBe("M0 0h3M1 1h1M1 2h1M0 3h3M0 0v3M1 1v1M2 1v1M3 0v3");
  expect(outline(new Uint8Array(9), 3, 3)).toBe("");
});
