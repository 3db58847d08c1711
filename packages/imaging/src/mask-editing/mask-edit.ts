import type { Geometry } from "../geometry.ts";
import { makeVolume, type Volume } from "../volume.ts";

/** What one act changed: stretches of voxels, from the first to before the last, each of which changed sides. */
type Change = readonly number[];

/** Numbers that all kept changes may hold together: 4 million, some 32 MB. */
const MOST_KEPT = 4_000_000;

/**
 * A mask under the pen: one bit a voxel, in the order in which the scan's file stores its voxels. An act is what is undone
 * at once (a stroke, a growing); it is kept as the voxels that it changed, so that memory follows what was drawn, not the
 * size of the scan. When all changes together hold more than `mostKept` numbers the oldest are forgotten.
 */
export class MaskEdit {
  readonly bits: Uint8Array<ArrayBuffer>;
  private readonly past: Change[] = [];
  private readonly future: Change[] = [];
  private kept = 0;
  /** Voxels that the act under way has changed. */
  private readonly touched = new Set<number>();
  private inside = 0;

  constructor(
    readonly grid: Geometry,
    private readonly mostKept = MOST_KEPT,
  ) {
    this.bits = new Uint8Array(grid.dims[0] * grid.dims[1] * grid.dims[2]);
  }

  /** Voxels inside. */
  get count(): number {
    return this.inside;
  }
  get canUndo(): boolean {
    return this.past.length > 0;
  }
  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Puts these voxels inside (1) or outside (0), as part of the act under way. */
  put(positions: Iterable<number>, value: 0 | 1): void {
    for (const p of positions) {
      if (this.bits[p] === value) continue;
      this.flip(p);
      // Changed back within one act: nothing of it stands.
      if (!this.touched.delete(p)) this.touched.add(p);
    }
  }

  /** Ends the act under way; false when it changed nothing. What was undone before is gone then. */
  commit(): boolean {
    if (this.touched.size === 0) return false;
    const change = stretches([...this.touched].sort((a, b) => a - b));
    this.touched.clear();
    for (const { length } of this.future) this.kept -= length;
    this.future.length = 0;
    this.past.push(change);
    this.kept += change.length;
    while (this.kept > this.mostKept && this.past.length > 1) this.kept -= this.past.shift()!.length;
    return true;
  }

  /** Takes back the last act; an act under way is ended first. */
  undo(): void {
    this.commit();
    this.move(this.past, this.future);
  }

  redo(): void {
    if (this.touched.size === 0) this.move(this.future, this.past);
  }

  /** Wipes everything, as one act. */
  clear(): void {
    this.commit();
    this.replace(new Uint8Array(this.bits.length));
  }

  /** Another mask on the same grid in the place of this one, as one act: any voxel that is not 0 is inside. */
  replace(other: ArrayLike<number>): void {
    if (other.length !== this.bits.length)
      throw new RangeError(`The mask has ${other.length} voxels, the image ${this.bits.length}.`);
    this.commit();
    for (let p = 0; p < this.bits.length; p++)
      if ((other[p] ? 1 : 0) !== this.bits[p]) {
        this.flip(p);
        this.touched.add(p);
      }
    this.commit();
  }

  /** The mask as a volume of its own, label 1. */
  volume(): Volume {
    const { dims, spacing, affine } = this.grid;
    return makeVolume({ data: this.bits.slice(), dims, spacing, affine });
  }

  private flip(p: number): void {
    this.bits[p] = this.bits[p] ? 0 : 1;
    this.inside += this.bits[p] ? 1 : -1;
  }

  private move(from: Change[], to: Change[]): void {
    const change = from.pop();
    if (!change) return;
    for (let n = 0; n < change.length; n += 2) for (let p = change[n]!; p < change[n + 1]!; p++) this.flip(p);
    to.push(change);
  }
}

function stretches(ascending: readonly number[]): number[] {
  const found: number[] = [];
  for (const p of ascending)
    if (found.at(-1) === p) found[found.length - 1] = p + 1;
    else found.push(p, p + 1);
  return found;
}
