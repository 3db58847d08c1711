/** How a viewer's right-anterior-superior grid walks through the voxels of the file: NiiVue's `dimsRAS` (from 1), `img2RASstart`, `img2RASstep`. */
export interface Walk {
  readonly dims: readonly [number, number, number];
  readonly start: readonly [number, number, number];
  readonly step: readonly [number, number, number];
}

/**
 * A drawing on the viewer's grid, brought to the order in which the file stores its voxels: drawn voxel (x,y,z) is the
 * file's voxel Σ start + x·step₀ + y·step₁ + z·step₂. Throws RangeError when the walk does not visit the grid exactly once.
 */
export function inFileOrder(drawn: Uint8Array, { dims, start, step }: Walk): Uint8Array<ArrayBuffer> {
  const [nx, ny, nz] = dims;
  const count = nx * ny * nz;
  if (drawn.length !== count)
    throw new RangeError(`The drawing has ${drawn.length} voxels, the image ${count} (${dims.join("×")}).`);
  const first = start[0] + start[1] + start[2];
  const corner = (x: number, y: number, z: number): number => first + x * step[0] + y * step[1] + z * step[2];
  const ends = [
    corner(0, 0, 0),
    corner(nx - 1, 0, 0),
    corner(0, ny - 1, 0),
    corner(0, 0, nz - 1),
    corner(nx - 1, ny - 1, nz - 1),
  ];
  if (ends.some((at) => !Number.isInteger(at) || at < 0 || at >= count))
    throw new RangeError(
      `The viewer's order of voxels (start ${start.join(", ")}; step ${step.join(", ")}) leaves the image.`,
    );
  const out = new Uint8Array(count);
  let at = 0;
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++) {
      let to = corner(0, y, z);
      for (let x = 0; x < nx; x++, at++, to += step[0]) if (drawn[at]) out[to] = 1;
    }
  return out;
}

/** What is drawn, as stretches from the first voxel to before the last: small even for a large image. */
export type Stretches = readonly number[];

export function stretchesOf(drawn: Uint8Array): Stretches {
  const found: number[] = [];
  for (let from = drawn.indexOf(1); from >= 0; ) {
    let to = from + 1;
    while (to < drawn.length && drawn[to] === 1) to++;
    found.push(from, to);
    from = drawn.indexOf(1, to);
  }
  return found;
}

export function fromStretches(stretches: Stretches, length: number): Uint8Array<ArrayBuffer> {
  const drawn = new Uint8Array(length);
  for (let n = 0; n < stretches.length; n += 2) drawn.fill(1, stretches[n], stretches[n + 1]);
  return drawn;
}

/** What was drawn on an image, stroke by stroke; the last is what stands. Begins with nothing. */
export class Strokes {
  private readonly past: Stretches[] = [[]];

  get now(): Stretches {
    return this.past.at(-1)!;
  }
  get canUndo(): boolean {
    return this.past.length > 1;
  }
  get isEmpty(): boolean {
    return this.now.length === 0;
  }

  /** Takes the drawing as it is after a stroke; false when the stroke changed nothing. */
  add(drawn: Uint8Array): boolean {
    const next = stretchesOf(drawn);
    const { now } = this;
    if (next.length === now.length && next.every((at, n) => at === now[n])) return false;
    this.past.push(next);
    return true;
  }

  undo(): void {
    if (this.canUndo) this.past.pop();
  }

  /** Wipes what stands; `undo` brings it back. */
  clear(): void {
    if (!this.isEmpty) this.past.push([]);
  }
}
