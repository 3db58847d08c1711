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

/**
 * Adds the runs of two voxels and more along the step to dense[level * width + length]. Runs of one follow from the
 * number of voxels of each level.
 */
export function longRuns(levels: usize, from: i32, to: i32, step: i32, dense: usize, width: i32): void {
  const zero = i16x8.splat(0);
  for (let p = from; p < to; p += 8) {
    const here = eight(levels, p);
    const starts = v128.andnot(
      v128.andnot(i16x8.eq(here, eight(levels, p + step)), i16x8.eq(here, eight(levels, p - step))),
      i16x8.eq(here, zero),
    );
    let mask = i16x8.bitmask(starts);
    while (mask != 0) {
      const q = p + ctz(mask);
      mask &= mask - 1;
      if (q >= to) break;
      const g = level(levels, q);
      let length = 2;
      let r = q + 2 * step;
      while (level(levels, r) == g) {
        length++;
        r += step;
      }
      const cell = dense + (<usize>(g * <u32>width + <u32>length) << 2);
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

/**
 * Zones of connected equal levels: sizes[p] becomes the size of the zone whose first voxel is p, 0 elsewhere. `steps`
 * holds `reach` steps to neighbours that come before a voxel. `parent` and `sizes` have a place for every voxel of the box;
 * `sizes` is 0 throughout.
 */
export function zones(
  levels: usize,
  from: i32,
  to: i32,
  steps: usize,
  reach: i32,
  parent: usize,
  sizes: usize,
): void {
  const zero = i16x8.splat(0);
  for (let p = from; p < to; p++) store<i32>(parent + (<usize>p << 2), p);
  for (let p = from; p < to; p += 8) {
    const here = eight(levels, p);
    const outside = i16x8.eq(here, zero);
    if (i16x8.bitmask(outside) == 0xff) continue;
    for (let t = 0; t < reach; t++) {
      const step = load<i32>(steps + (<usize>t << 2));
      let mask = i16x8.bitmask(v128.andnot(i16x8.eq(here, eight(levels, p + step)), outside));
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
  }
  for (let p = from; p < to; p++) {
    if (level(levels, p) == 0) continue;
    const cell = sizes + (<usize>rootOf(parent, p) << 2);
    store<i32>(cell, load<i32>(cell) + 1);
  }
}
