import { type Geometry, makeVolume, type Triple, type Volume, type Walk } from "@nadir/imaging";
import type { Niivue } from "@niivue/niivue";

/** How the viewer turned its first image. */
export function walkOf(view: Niivue): Walk {
  const { dimsRAS, img2RASstart, img2RASstep } = view.volumes[0] ?? {};
  if (!dimsRAS || !img2RASstart || !img2RASstep) throw new Error("The viewer does not say how it turned the image.");
  return {
    dims: [dimsRAS[1]!, dimsRAS[2]!, dimsRAS[3]!],
    start: [img2RASstart[0]!, img2RASstart[1]!, img2RASstart[2]!],
    step: [img2RASstep[0]!, img2RASstep[1]!, img2RASstep[2]!],
  };
}

/** The grid of the file that is shown: as the record has it, or where that is of another size as the file says itself. */
export function gridOf(view: Niivue, recorded: Geometry | null): Geometry {
  const { dims = [], affine = [] } = view.volumes[0]?.hdr ?? {};
  const size: Triple = [dims[1] ?? 1, dims[2] ?? 1, dims[3] ?? 1];
  if (recorded?.dims.every((n, c) => n === size[c])) return recorded;
  const flat = affine.flat();
  const step = (c: number) => Math.hypot(flat[c]!, flat[4 + c]!, flat[8 + c]!);
  return { dims: size, spacing: [step(0), step(1), step(2)], affine: flat };
}

/** The image's values in the file's order, scaling applied. */
export function valuesOf(view: Niivue, { dims, affine, spacing }: Geometry): Volume {
  const { img, hdr } = view.volumes[0] ?? {};
  if (!img || !hdr) throw new Error("The viewer holds no image.");
  const [slope, intercept] = [hdr.scl_slope || 1, hdr.scl_inter || 0];
  const data = slope === 1 && intercept === 0 ? img : Float32Array.from(img, (v) => v * slope + intercept);
  return makeVolume({ data: data as Volume["data"], dims, affine, spacing });
}
