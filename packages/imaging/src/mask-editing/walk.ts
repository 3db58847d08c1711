import { column } from "../affine.ts";
import type { Geometry } from "../geometry.ts";
import type { Triple } from "../triple.ts";

/**
 * How a viewer's grid, turned to right, anterior, superior, walks through the voxels of the file: voxel (x,y,z) of the viewer
 * is the file's voxel at Σ start + x·step₀ + y·step₁ + z·step₂. NiiVue's `dimsRAS` (from 1), `img2RASstart`, `img2RASstep`.
 */
export interface Walk {
  readonly dims: Triple;
  readonly start: Triple;
  readonly step: Triple;
}

/** How places of the viewer's grid are told as places of the file's. */
export interface ViewerAxes {
  /** The file's axis along which the viewer's x (right), y (anterior), z (superior) runs. */
  readonly axis: readonly [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2];
  /** The (fractional) voxel index of the file at one of the viewer's. */
  readonly toFile: (at: Triple) => Triple;
  /** And back. */
  readonly toViewer: (at: Triple) => Triple;
}

/** Throws RangeError where the walk is none of a file of these dimensions. */
export function viewerAxes(walk: Walk, dims: Triple): ViewerAxes {
  const stride = [1, dims[0], dims[0] * dims[1]];
  const axis: number[] = [];
  // Axes of one voxel may share their stride; each is taken once.
  for (let a = 0; a < 3; a++)
    axis.push(
      [0, 1, 2].find((c) => stride[c] === Math.abs(walk.step[a]!) && dims[c] === walk.dims[a] && !axis.includes(c)) ??
        -1,
    );
  if (axis.includes(-1))
    throw new RangeError(`The viewer walks by ${walk.step.join(", ")} through an image of ${dims.join("×")}.`);
  const turned = (n: number, a: number): number => (walk.step[a]! > 0 ? n : walk.dims[a]! - 1 - n);
  const toFile = (at: Triple): Triple =>
    [0, 1, 2].map((c) => turned(at[axis.indexOf(c)]!, axis.indexOf(c))) as unknown as Triple;
  const toViewer = (at: Triple): Triple => axis.map((c, a) => turned(at[c]!, a)) as unknown as Triple;
  return { axis: axis as unknown as ViewerAxes["axis"], toFile, toViewer };
}

/** Tells each place in the viewer's order with its place in the file. Throws RangeError when the walk leaves a grid of its size. */
function eachPlace({ dims, start, step }: Walk, visit: (viewer: number, file: number) => void): void {
  const [nx, ny, nz] = dims;
  const count = nx * ny * nz;
  const first = start[0] + start[1] + start[2];
  const corner = (x: number, y: number, z: number): number => first + x * step[0] + y * step[1] + z * step[2];
  const ends = [corner(0, 0, 0), corner(nx - 1, 0, 0), corner(0, ny - 1, 0), corner(0, 0, nz - 1)];
  if ([...ends, corner(nx - 1, ny - 1, nz - 1)].some((at) => !Number.isInteger(at) || at < 0 || at >= count))
    throw new RangeError(
      `The viewer's order of voxels (start ${start.join(", ")}; step ${step.join(", ")}) leaves the image.`,
    );
  let at = 0;
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++) {
      let to = corner(0, y, z);
      for (let x = 0; x < nx; x++, to += step[0]) visit(at++, to);
    }
}

function requireCount(length: number, { dims }: Walk): void {
  const count = dims[0] * dims[1] * dims[2];
  if (length !== count)
    throw new RangeError(`The drawing has ${length} voxels, the image ${count} (${dims.join("×")}).`);
}

/** A drawing on the viewer's grid, in the order in which the file stores its voxels: 1 where it is not 0. */
export function inFileOrder(drawn: Uint8Array, walk: Walk): Uint8Array<ArrayBuffer> {
  requireCount(drawn.length, walk);
  const out = new Uint8Array(drawn.length);
  eachPlace(walk, (viewer, file) => {
    out[file] = drawn[viewer] ? 1 : 0;
  });
  return out;
}

/** A mask in the file's order, on the viewer's grid. */
export function inViewerOrder(bits: Uint8Array, walk: Walk): Uint8Array<ArrayBuffer> {
  requireCount(bits.length, walk);
  const out = new Uint8Array(bits.length);
  eachPlace(walk, (viewer, file) => {
    out[viewer] = bits[file]!;
  });
  return out;
}

/**
 * The walk of a grid by its affine: each file axis goes to the one of right, anterior, superior that it is closest to (the
 * three together), turned round where it runs the other way.
 */
export function walkOfGrid(grid: Geometry): Walk {
  const along = (c: number, world: number) => column(grid.affine, c)[world]! / grid.spacing[c]!;
  const closeness = (order: Triple) => order.reduce((sum, c, world) => sum + Math.abs(along(c, world)), 0);
  const order = ORDERS.reduce((best, o) => (closeness(o) > closeness(best) + 1e-9 ? o : best));
  const stride = [1, grid.dims[0], grid.dims[0] * grid.dims[1]] as const;
  const isTurned = order.map((c, world) => along(c, world) < 0);
  const each = (of: (c: number, world: number) => number) => order.map(of) as unknown as Triple;
  return {
    dims: each((c) => grid.dims[c]!),
    start: each((c, world) => (isTurned[world] ? (grid.dims[c]! - 1) * stride[c]! : 0)),
    step: each((c, world) => (isTurned[world] ? -stride[c]! : stride[c]!)),
  };
}

const ORDERS: readonly [Triple, ...Triple[]] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];
