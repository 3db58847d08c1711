/**
 * Texture counting over a padded box of grey levels (u16, 0 outside the region), eight voxels at a time.
 * AssemblyScript; `pnpm --filter @nadir/features run kernels` writes src/texture/kernels/module.ts from it.
 * Every function counts exactly what its plain counterpart in src/texture counts. Addresses are in bytes, steps and
 * positions in voxels. The box has a rim of empty voxels, and at least eight voxels of memory follow it.
 */

// @ts-ignore: decorator
@inline
function level(levels: usize, p: i32): u32 {
  return <u32>load<u16>(levels + (<usize>p << 1));
}

// @ts-ignore: decorator
@inline
function eight(levels: usize, p: i32): v128 {
  return v128.load(levels + (<usize>p << 1));
}

/** Adds the pairs (level, level one step on) to cells[level * side + other]; other = 0 where the step leaves the region. */
export function pairs(levels: usize, at: usize, count: i32, step: i32, cells: usize, side: i32): void {
  const ahead = levels + ((<isize>step) << 1);
  for (let n = 0; n < count; n++) {
    const p = load<i32>(at + (<usize>n << 2));
    const cell = cells + (<usize>(level(levels, p) * <u32>side + level(ahead, p)) << 2);
    store<u32>(cell, load<u32>(cell) + 1);
  }
}

/** Adds to alike[level] the voxels of each level whose next one along the step is of that level too. */
export function alikePairs(levels: usize, from: i32, to: i32, step: i32, alike: usize): void {
  const zero = i16x8.splat(0);
  for (let p = from; p < to; p += 8) {
    const here = eight(levels, p);
    let mask = i16x8.bitmask(v128.andnot(i16x8.eq(here, eight(levels, p + step)), i16x8.eq(here, zero)));
    while (mask != 0) {
      const q = p + ctz(mask);
      mask &= mask - 1;
      if (q >= to) break;
      const count = alike + (<usize>level(levels, q) << 2);
      store<u32>(count, load<u32>(count) + 1);
    }
  }
}

/**
 * Adds the runs of three voxels and more along the step to dense[level * width + length]. Runs of two and of one follow from
 * these, from `alikePairs` and from the number of voxels of each level. A voxel's place in its run is one more than that of
 * the voxel before: lengths (u16 for each voxel of the box, anything to begin with) holds them; the last of a run has its
 * length. For steps of less than eight voxels, whose vectors overlap, runs are followed from their first voxel.
 */
export function longRuns(
  levels: usize, from: i32, to: i32, step: i32, dense: usize, width: i32, lengths: usize,
): void {
  const zero = i16x8.splat(0);
  const one = i16x8.splat(1);
  const two = i16x8.splat(2);
  for (let p = from; p < to; p += 8) {
    const here = eight(levels, p);
    const outside = i16x8.eq(here, zero);
    if (i16x8.bitmask(outside) == 0xff) continue;
    const asNext = i16x8.eq(here, eight(levels, p + step));
    const asBefore = v128.andnot(i16x8.eq(here, eight(levels, p - step)), outside);
    let mask: i32;
    if (step >= 8) {
      const place = i16x8.add(v128.and(eight(lengths, p - step), asBefore), one);
      v128.store(lengths + (<usize>p << 1), place);
      mask = i16x8.bitmask(v128.andnot(i16x8.gt_u(place, two), v128.or(asNext, outside)));
    } else {
      const longer = v128.and(asNext, i16x8.eq(here, eight(levels, p + 2 * step)));
      mask = i16x8.bitmask(v128.andnot(v128.andnot(longer, outside), asBefore));
    }
    while (mask != 0) {
      const q = p + ctz(mask);
      mask &= mask - 1;
      if (q >= to) break;
      const g = level(levels, q);
      let length = level(lengths, q);
      if (step < 8) {
        length = 3;
        while (level(levels, q + <i32>length * step) == g) length++;
      }
      const cell = dense + (<usize>(g * <u32>width + length) << 2);
      store<u32>(cell, load<u32>(cell) + 1);
    }
  }
}

/**
 * Neighbourhoods of every voxel: dense[level * width + alike + 1] counts, n[level] those with a neighbour (or all, when
 * isolated ones count), s[level] sums |level - mean of the neighbours| in the order of the voxels. `steps` holds
 * `reach` steps. Levels times 26 must fit 16 bits.
 */
export function neighbourhood(
  levels: usize,
  from: i32,
  to: i32,
  steps: usize,
  reach: i32,
  isolatedCount: i32,
  dense: usize,
  width: i32,
  n: usize,
  s: usize,
  scratch: usize,
): void {
  const zero = i16x8.splat(0);
  for (let p = from; p < to; p += 8) {
    const here = eight(levels, p);
    let inside = i16x8.bitmask(i16x8.ne(here, zero));
    if (inside == 0) continue;
    let sums = zero;
    let empty = zero;
    let alike = zero;
    for (let t = 0; t < reach; t++) {
      const there = eight(levels, p + load<i32>(steps + (<usize>t << 2)));
      sums = i16x8.add(sums, there);
      // A mask is -1 where it holds.
      empty = i16x8.add(empty, i16x8.eq(there, zero));
      alike = i16x8.sub(alike, i16x8.eq(there, here));
    }
    v128.store(scratch, sums);
    v128.store(scratch + 16, i16x8.add(i16x8.splat(<i16>reach), empty));
    v128.store(scratch + 32, alike);
    while (inside != 0) {
      const lane = ctz(inside);
      inside &= inside - 1;
      if (p + lane >= to) break;
      const offset = <usize>lane << 1;
      const g = level(levels, p + lane);
      const neighbours = <i32>load<u16>(scratch + 16 + offset);
      const count = n + (<usize>g << 3);
      if (neighbours > 0) {
        store<f64>(count, load<f64>(count) + 1);
        const sum = s + (<usize>g << 3);
        const mean = <f64>load<u16>(scratch + offset) / <f64>neighbours;
        store<f64>(sum, load<f64>(sum) + Math.abs(<f64>g - mean));
      } else if (isolatedCount) store<f64>(count, load<f64>(count) + 1);
      const cell = dense + (<usize>(g * <u32>width + <u32>load<u16>(scratch + 32 + offset) + 1) << 2);
      store<u32>(cell, load<u32>(cell) + 1);
    }
  }
}

// @ts-ignore: decorator
@inline
function rootOf(parent: usize, p: i32): i32 {
  let at = p;
  let up = load<i32>(parent + (<usize>at << 2));
  while (up != at) {
    const over = load<i32>(parent + (<usize>up << 2));
    store<i32>(parent + (<usize>at << 2), over);
    at = over;
    up = load<i32>(parent + (<usize>at << 2));
  }
  return at;
}

/** Joins each voxel of the mask with the one a step away; the root of a zone is its first voxel. */
// @ts-ignore: decorator
@inline
function join(parent: usize, p: i32, to: i32, joined: v128, step: i32): void {
  let mask = i16x8.bitmask(joined);
  while (mask != 0) {
    const q = p + ctz(mask);
    mask &= mask - 1;
    if (q >= to) break;
    const a = rootOf(parent, q);
    const b = rootOf(parent, q + step);
    if (a < b) store<i32>(parent + (<usize>b << 2), a);
    else if (b < a) store<i32>(parent + (<usize>a << 2), b);
  }
}

// @ts-ignore: decorator
@inline
function alikeAt(levels: usize, here: v128, p: i32): v128 {
  return i16x8.eq(here, eight(levels, p));
}

// @ts-ignore: decorator
@inline
function without(a: v128, b: v128): v128 {
  return v128.andnot(a, b);
}

// @ts-ignore: decorator
@inline
function or(a: v128, b: v128): v128 {
  return v128.or(a, b);
}

/**
 * Zones of connected equal levels, 26-connected, or 8-connected within slices where `slice` is 0: parent[p] becomes the first
 * voxel of p's zone. `row` and `slice` are the steps to the next row and slice. Adds zones smaller than `width` to
 * dense[level * width + size]; lists the first voxels of others from `list` on and answers their number. sizes[p] is
 * the size of the zone whose first voxel is p. `parent` and `sizes` have a place for every voxel of the box.
 *
 * A voxel need not be joined with a neighbour of its level that touches another it is joined with: those two are of one
 * level and touch, so they are joined when the later of them has its turn (cf. decision trees of component labelling, Wu,
 * Otoo & Suzuki, Pattern Anal. Applic. 2009;12:117). Masks of neighbours already joined leave the others out.
 */
export function zones(
  levels: usize,
  from: i32,
  to: i32,
  row: i32,
  slice: i32,
  parent: usize,
  sizes: usize,
  dense: usize,
  width: i32,
  list: usize,
): i32 {
  const zero = i16x8.splat(0);
  for (let p = from; p < to; p++) store<i32>(parent + (<usize>p << 2), p);
  for (let p = from; p < to; p += 8) {
    const here = eight(levels, p);
    let left = v128.not(i16x8.eq(here, zero));
    if (i16x8.bitmask(left) == 0) continue;
    if (slice != 0) {
      // The voxel below touches all others.
      const below = v128.and(left, alikeAt(levels, here, p - slice));
      join(parent, p, to, below, -slice);
      left = without(left, below);
    }
    const n = v128.and(left, alikeAt(levels, here, p - row));
    join(parent, p, to, n, -row);
    const w = v128.and(left, alikeAt(levels, here, p - 1));
    const ne = v128.and(left, alikeAt(levels, here, p - row + 1));
    const nw = v128.and(left, alikeAt(levels, here, p - row - 1));
    if (slice == 0) {
      join(parent, p, to, without(w, n), -1);
      join(parent, p, to, without(ne, n), -row + 1);
      join(parent, p, to, without(nw, or(n, w)), -row - 1);
      continue;
    }
    const s = v128.and(left, alikeAt(levels, here, p + row - slice));
    join(parent, p, to, s, row - slice);
    const ns = or(n, s);
    join(parent, p, to, without(w, ns), -1);
    const e0 = v128.and(left, alikeAt(levels, here, p + 1 - slice));
    const w0 = v128.and(left, alikeAt(levels, here, p - 1 - slice));
    const n0 = v128.and(left, alikeAt(levels, here, p - row - slice));
    join(parent, p, to, without(e0, ns), 1 - slice);
    join(parent, p, to, without(w0, or(ns, w)), -1 - slice);
    join(parent, p, to, without(n0, or(or(n, w), or(e0, w0))), -row - slice);
    const wn = or(or(n, w), or(w0, n0));
    const en = or(or(n, e0), n0);
    join(parent, p, to, without(ne, en), -row + 1);
    join(parent, p, to, without(nw, wn), -row - 1);
    const se = v128.and(left, alikeAt(levels, here, p + row + 1 - slice));
    const sw = v128.and(left, alikeAt(levels, here, p + row - 1 - slice));
    join(parent, p, to, without(se, or(s, e0)), row + 1 - slice);
    join(parent, p, to, without(sw, or(or(s, w), w0)), row - 1 - slice);
    const e1 = v128.and(left, alikeAt(levels, here, p - row + 1 - slice));
    const w1 = v128.and(left, alikeAt(levels, here, p - row - 1 - slice));
    join(parent, p, to, without(e1, or(en, ne)), -row + 1 - slice);
    join(parent, p, to, without(w1, or(wn, nw)), -row - 1 - slice);
  }
  // A parent comes before its children, so that it is resolved when they have their turn.
  for (let p = from; p < to; p++) {
    if (level(levels, p) == 0) continue;
    const up = load<i32>(parent + (<usize>p << 2));
    if (up == p) {
      store<i32>(sizes + (<usize>p << 2), 1);
      continue;
    }
    const root = load<i32>(parent + (<usize>up << 2));
    store<i32>(parent + (<usize>p << 2), root);
    const size = sizes + (<usize>root << 2);
    store<i32>(size, load<i32>(size) + 1);
  }
  let listed = 0;
  for (let p = from; p < to; p++) {
    const g = level(levels, p);
    if (g == 0 || load<i32>(parent + (<usize>p << 2)) != p) continue;
    const size = load<i32>(sizes + (<usize>p << 2));
    if (size < width) {
      const cell = dense + (<usize>(g * <u32>width + <u32>size) << 2);
      store<u32>(cell, load<u32>(cell) + 1);
    } else {
      store<i32>(list + (<usize>listed << 2), p);
      listed++;
    }
  }
  return listed;
}
