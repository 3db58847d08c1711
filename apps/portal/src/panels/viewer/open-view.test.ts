import { makeVolume, toWorld, writeNifti } from "@nadir/imaging";
import { NVImage } from "@niivue/niivue";
import { describe, expect, it, vi } from "vitest";
import { closeView, goTo, greysOf, placeOf, shareCrosshair } from "./open-view.ts";

const dims = [20, 16, 10] as const;
/** Voxels of 1 × 1.5 × 4 mm, tilted about the left-right axis by an angle, as head scans are. */
async function tilted(degrees: number): Promise<{ image: NVImage; affine: readonly number[] }> {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const affine = [1, 0, 0, -8, 0, 1.5 * c, -4 * s, 5, 0, 1.5 * s, 4 * c, -12, 0, 0, 0, 1];
  const bytes = writeNifti(
    makeVolume({ data: Float32Array.from({ length: 20 * 16 * 10 }, (_, n) => n + 1), dims, affine: affine as never }),
  );
  const buffer = new Uint8Array(bytes).buffer;
  return { image: await NVImage.loadFromUrl({ url: "tilted.nii", buffer }), affine };
}
/** A viewer's places by the library's own arithmetic; nothing is drawn. */
function viewOf(image: NVImage) {
  return {
    scene: { crosshairPos: [0.5, 0.5, 0.5], pan2Dxyzmm: [0, 0, 0, 1] },
    mm2frac: (mm: number[], _volume?: number, isScanner?: boolean) => image.convertMM2Frac(mm as never, isScanner),
    frac2mm: (frac: number[], _volume?: number, isScanner?: boolean) => image.convertFrac2MM(frac as never, isScanner),
    createOnLocationChange: () => {},
    drawScene: () => {},
  } as never as Parameters<typeof goTo>[0];
}
const voxelOf = (view: { scene: { crosshairPos: ArrayLike<number> } }): number[] =>
  Array.from(view.scene.crosshairPos, (f, x) => f * dims[x]! - 0.5);
const near = (found: readonly number[], wanted: readonly number[]) => {
  for (const [x, value] of wanted.entries()) expect(found[x]).toBeCloseTo(value, 3);
};

describe("places in a viewer", () => {
  it.each([0, 25])(
    "of a volume tilted by %d degrees are the scanner's: a voxel's place leads to that voxel",
    async (degrees) => {
      const { image, affine } = await tilted(degrees);
      const view = viewOf(image);
      const world = toWorld(affine as never, 3, 11, 7);
      goTo(view, world);
      near(voxelOf(view), [3, 11, 7]);
      near(placeOf(view), world);
    },
  );

  it("are shared by linked viewers as points of the patient, whatever the tilt of either", async () => {
    const [upright, turned] = [await tilted(0), await tilted(25)];
    const [from, to] = [viewOf(turned.image), viewOf(upright.image)];
    from.scene.crosshairPos = [9.5 / 20, 8.5 / 16, 5.5 / 10];
    shareCrosshair(from, to);
    const [x, y, z] = toWorld(turned.affine as never, 9, 8, 5);
    near(voxelOf(to), [x + 8, (y - 5) / 1.5, (z + 12) / 4]);
  });
});

describe("a window of shares of an image", () => {
  const stored = (slope: number, inter: number) =>
    ({
      // Ten slices of 10 × 10; the inner half of each axis holds 2 to 7.
      img: Int16Array.from({ length: 1000 }, (_, at) => Math.floor(at / 100)),
      hdr: { dims: [3, 10, 10, 10] },
      intensityRaw2Scaled: (value: number) => value * slope + inter,
    }) as never as Parameters<typeof greysOf>[0];

  it("ends at values of the image's own scale, not of what the file stores", () => {
    expect(greysOf(stored(1, 0), { percentiles: [0, 100] })).toEqual([2, 7]);
    expect(greysOf(stored(3, 10), { percentiles: [0, 100] })).toEqual([16, 31]);
    // Stored upside down: the lower end stays the lower.
    expect(greysOf(stored(-1, 0), { percentiles: [0, 100] })).toEqual([-7, -2]);
    expect(greysOf(stored(3, 10), [-160, 240])).toEqual([-160, 240]);
  });

  it("leaves out what lies beyond its percentiles", () => {
    const [low, high] = greysOf(stored(1, 0), { percentiles: [50, 90] })!;
    // Six values, alike in number: half of all are 2, 3 and 4; the uppermost tenth is of 7.
    expect(low).toBeCloseTo(4, 1);
    expect(high).toBeCloseTo(7, 1);
  });
});

describe("a viewer that is closed", () => {
  it.each([
    ["gives its drawing back when its canvas has left the page", false, 1],
    ["keeps it while its canvas stands and is drawn on again", true, 0],
  ])("%s", (_what, isConnected, times) => {
    const loseContext = vi.fn();
    const cleanup = vi.fn();
    closeView({ cleanup, canvas: { isConnected }, gl: { getExtension: () => ({ loseContext }) } } as never);
    expect(cleanup).toHaveBeenCalledOnce();
    expect(loseContext).toHaveBeenCalledTimes(times);
  });
});
