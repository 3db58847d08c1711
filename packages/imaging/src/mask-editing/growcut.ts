import { refuse } from "@nadir/domain";
import { crop } from "../crop.ts";
import { squaredDistances } from "../distance.ts";
import { eachFaceNeighbour } from "../face-neighbours.ts";
import { regionOf, type VoxelBox } from "../mask.ts";
import type { Triple } from "../triple.ts";
import { type Volume, withData } from "../volume.ts";
import { offsetOf, tripleAt } from "./place.ts";

/**
 * GrowCut (Vezhnevets & Konouchine, GraphiCon 2005) from what is drawn: drawn voxels are seeds of the lesion, those further
 * than `radiusMm` from them seeds of what is around it. Seeds conquer their face neighbours with the strength
 * g = 1 − |difference of values| / (range of values there), multiplied along the way; a voxel belongs to who reaches it with
 * more, at a draw to what is around. Answers the voxels of the lesion, the drawn ones among them.
 *
 * The automaton's last state is computed directly: where one side's way leads through a voxel that the other holds, the other
 * goes on from there with at least as much, so the strengths of both sides can be found apart, strongest first.
 * Refuses `EMPTY_ROI`, `BAD_RADIUS`, `NO_SURROUNDINGS`.
 */
export function growCut(image: Volume, bits: Uint8Array, radiusMm: number): Set<number> {
  if (!(radiusMm > 0)) refuse("BAD_RADIUS", `The radius of growing is ${radiusMm} mm; it must be above 0.`);
  const { box: drawn } = regionOf(withData(image, bits), 1);
  const reach = image.spacing.map((s) => Math.ceil(radiusMm / s) + 1);
  const box: VoxelBox = {
    min: drawn.min.map((n, c) => Math.max(0, n - reach[c]!)) as unknown as Triple,
    max: drawn.max.map((n, c) => Math.min(image.dims[c]! - 1, n + reach[c]!)) as unknown as Triple,
  };
  const part = crop(image, box);
  const seeds = crop(withData(image, bits), box).data;
  const around = squaredDistances(seeds, part.dims, part.spacing).map((d) => (d > radiusMm * radiusMm ? 1 : 0));
  if (!around.includes(1))
    refuse(
      "NO_SURROUNDINGS",
      `No voxel of the image lies further than ${radiusMm} mm from the drawing; give a smaller distance.`,
    );
  const [ours, theirs] = [strengths(part, seeds, around), strengths(part, around, seeds)];
  const found = new Set<number>();
  for (let p = 0; p < ours.length; p++) {
    // What differs in rounding only is a draw.
    if (!(ours[p]! > theirs[p]! * (1 + 1e-12))) continue;
    const at = tripleAt(p, part.dims).map((n, c) => n + box.min[c]!) as unknown as Triple;
    found.add(offsetOf(at, image.dims));
  }
  return found;
}

/** The greatest strength with which the seeds reach each voxel, 1 on themselves and never over the others' seeds; strongest first (Dijkstra). */
function strengths({ data, dims }: Volume, seeds: ArrayLike<number>, others: ArrayLike<number>): Float64Array {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const range = high > low ? high - low : 1;
  const best = new Float64Array(data.length);
  const queue = new Strongest();
  for (let p = 0; p < data.length; p++)
    if (seeds[p]) {
      best[p] = 1;
      queue.push(p, 1);
    }
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { place, strength } = next;
    if (strength < best[place]!) continue;
    eachFaceNeighbour(place, dims, (q) => {
      const there = strength * (1 - Math.abs(data[place]! - data[q]!) / range);
      // A value that is no number is reached by nobody.
      if (there > best[q]! && !others[q]) {
        best[q] = there;
        queue.push(q, there);
      }
    });
  }
  return best;
}

/** A binary heap with the greatest strength on top. */
class Strongest {
  private readonly places: number[] = [];
  private readonly keys: number[] = [];

  push(place: number, strength: number): void {
    const { places, keys } = this;
    let at = places.length;
    places.push(place);
    keys.push(strength);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (keys[up]! >= keys[at]!) break;
      this.swap(at, up);
      at = up;
    }
  }

  pop(): { readonly place: number; readonly strength: number } | null {
    const { places, keys } = this;
    const [place, strength] = [places[0], keys[0]];
    if (place === undefined || strength === undefined) return null;
    const [last, key] = [places.pop()!, keys.pop()!];
    if (places.length > 0) {
      [places[0], keys[0]] = [last, key];
      for (let at = 0; ; ) {
        let top = at;
        for (const child of [2 * at + 1, 2 * at + 2]) if (child < keys.length && keys[child]! > keys[top]!) top = child;
        if (top === at) break;
        this.swap(at, top);
        at = top;
      }
    }
    return { place, strength };
  }

  private swap(a: number, b: number): void {
    const { places, keys } = this;
    [places[a], places[b]] = [places[b]!, places[a]!];
    [keys[a], keys[b]] = [keys[b]!, keys[a]!];
  }
}
