import { describe, expect, it } from "vitest";
import { multiply } from "../affine.ts";
import { canonicalVoxels } from "../fingerprint.ts";
import { geometryDifferences } from "../geometry.ts";
import { lesionSize } from "../lesion-size.ts";
import { readNifti } from "../nifti-read.ts";
import { writeNifti } from "../nifti-write.ts";
import { rotation, type Scanned, type Stored, stored, storedWays } from "../testing/stored-ways.ts";
import type { Triple } from "../triple.ts";
import type { Volume } from "../volume.ts";
import { underBrush } from "./brush.ts";
import { grown } from "./grow.ts";
import { betweenSlices } from "./interpolate.ts";
import { MaskEdit } from "./mask-edit.ts";
import { insideOutline } from "./outline.ts";
import { tripleAt } from "./place.ts";
import { inFileOrder, inViewerOrder, viewerAxes, walkOfGrid } from "./walk.ts";

/**
 * One patient scanned once, stored in each of the 48 ways in which a file's axes may lie: what is drawn at a place of the
 * patient must come back from the file at that place, whatever the way. The reference runs right, anterior, superior.
 */
const SCANNED: Scanned = {
  dims: [12, 10, 8],
  spacing: [1, 1.5, 2.5],
  origin: [-20, 30, 5],
  valueAt: (r, a, s) => ((r - 5) ** 2 + (a - 5) ** 2 + (s - 4) ** 2 <= 6 ? 100 : r + 12 * (a + 10 * s) > 700 ? 60 : 0),
};
/** A turn by 20° about R and 10° about S. */
const TILT = multiply(rotation(10, 0, 1), rotation(20, 1, 2));

/** What a reader does, told on the viewer's grid (right, anterior, superior): a stroke, a ball, an outline, an erasure, a growing, an interpolation, an undo. */
function draw({ image }: Stored): MaskEdit {
  const mask = new MaskEdit(image);
  const { axis, toFile } = viewerAxes(walkOfGrid(image), image.dims);
  const at = (place: Triple): Triple => toFile(place.map(Math.round) as unknown as Triple);
  const axial = axis[2];
  const act = (positions: Iterable<number>, value: 0 | 1) => {
    mask.put(positions, value);
    mask.commit();
  };
  const square = [
    [6.4, 5.4, 1],
    [10.6, 5.4, 1],
    [10.6, 8.6, 1],
    [6.4, 8.6, 1],
  ] as const;
  const outlined = square.map(toFile);
  act(insideOutline(image, axial, at([7, 6, 1])[axial], outlined), 1);
  const smaller = square.map(([r, a]) => toFile([r < 8 ? r + 1 : r, a, 7]));
  act(insideOutline(image, axial, at([7, 6, 7])[axial], smaller), 1);
  act(betweenSlices(mask.bits, image, axial), 1);
  act(underBrush(image, at([1.2, 1.1, 1]), at([4.8, 1.1, 1]), { radiusMm: 1.6, across: axial }), 1);
  act(underBrush(image, at([9, 2, 2]), at([9, 2, 2]), { radiusMm: 2.6, across: "ball" }), 1);
  act(underBrush(image, at([3, 1, 1]), at([3, 1, 1]), { radiusMm: 0, across: axial }), 0);
  act(grown(image, at([5, 5, 4]), { window: [90, 110], connectivity: 26, radiusMm: 20 }), 1);
  act(underBrush(image, at([0, 9, 6]), at([11, 9, 6]), { radiusMm: 1, across: axial }), 1);
  mask.undo();
  return mask;
}

/** Voxels of the reference that a mask of a stored file holds. */
function ofPatient({ data, dims }: Volume, { reference }: Stored): string[] {
  const found: string[] = [];
  for (let p = 0; p < data.length; p++) if (data[p]) found.push(reference(tripleAt(p, dims)).join(" "));
  return found.sort();
}

const ALL = storedWays(SCANNED);
const REFERENCE = ALL.find(({ name }) => name === "RAS")!;
const expected = ofPatient(draw(REFERENCE).volume(), REFERENCE);

describe("a mask drawn, saved, read again", () => {
  it("is drawn by every tool, in 48 different orientations", () => {
    expect(new Set(ALL.map(({ name }) => name)).size).toBe(48);
    // The stroke without its erased voxel, the grown ball, and between the two outlines.
    expect(expected).toContain("1 1 1");
    expect(expected).not.toContain("3 1 1");
    expect(expected).toContain("5 5 4");
    expect(expected).toContain("9 7 3");
    expect(expected).not.toContain("0 9 6");
  });

  it.each(ALL)("lands on the same voxels of the patient: $name", (file) => {
    const mask = draw(file);
    const bytes = writeNifti(mask.volume());
    const again = readNifti(bytes);
    expect(geometryDifferences(file.image, again)).toEqual([]);
    expect(again.data).toEqual(mask.bits);
    expect(ofPatient(again, file)).toEqual(expected);
    expect(writeNifti(again), "exported, the same bytes").toEqual(bytes);
    // Opened again in the viewer: shown on its grid, and brought back.
    const reopened = new MaskEdit(file.image);
    const walk = walkOfGrid(file.image);
    reopened.replace(inFileOrder(inViewerOrder(again.data as Uint8Array, walk), walk));
    expect(reopened.bits).toEqual(mask.bits);
    const { longest, volumeMm3 } = lesionSize(again);
    const known = lesionSize(draw(REFERENCE).volume());
    expect(longest.longestMm).toBeCloseTo(known.longest.longestMm, 9);
    expect(volumeMm3).toBeCloseTo(known.volumeMm3, 9);
  });

  it.each([stored(SCANNED, [0, 1, 2], [0, 0, 0], TILT), stored(SCANNED, [1, 2, 0], [1, 0, 1], TILT)])(
    "lands on the same voxels of a tilted scan: $name",
    (file) => {
      const again = readNifti(writeNifti(draw(file).volume()));
      expect(geometryDifferences(file.image, again)).toEqual([]);
      expect(ofPatient(again, file)).toEqual(expected);
    },
  );

  it.each(ALL)("is shown by the viewer's walk in the order right, anterior, superior: $name", ({ image }) => {
    const { dims, data } = canonicalVoxels(image);
    const walk = walkOfGrid(image);
    expect(walk.dims).toEqual(dims);
    const { toFile, toViewer } = viewerAxes(walk, image.dims);
    expect(toViewer(toFile([1.25, 2, 3.5]))).toEqual([1.25, 2, 3.5]);
    const bits = Uint8Array.from(image.data, (v) => (v > 0 ? 1 : 0));
    expect(inViewerOrder(bits, walk)).toEqual(Uint8Array.from(data, (v) => (v > 0 ? 1 : 0)));
  });
});
