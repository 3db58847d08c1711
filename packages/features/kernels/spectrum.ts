/**
 * Householder tridiagonal form of a symmetric matrix (EISPACK tred1; src/pyradiomics/correlation-coefficient.ts), two
 * columns at a time, in the order of additions of the plain path: the same bytes. Addresses and `row` in bytes.
 *
 * `a` holds n rows with their full length and a diagonal of 0, which stands in `diagonal`; `row` is a multiple of 64. It is
 * destroyed. d and e become diagonal and off-diagonal (e[0] is not set); `p` has room for a row.
 */
export function tridiagonal(a: usize, diagonal: usize, n: i32, row: usize, d: usize, e: usize, p: usize): void {
  for (let k = n - 1; k > 0; k--) {
    const u = a + <usize>k * row;
    const end = u + (<usize>k << 3);
    let scale: f64 = 0;
    for (let x = u; x < end; x += 8) scale += Math.abs(load<f64>(x));
    store<f64>(d + (<usize>k << 3), load<f64>(diagonal + (<usize>k << 3)));
    if (scale == 0) {
      store<f64>(e + (<usize>k << 3), 0);
      continue;
    }
    let h: f64 = 0;
    for (let x = u; x < end; x += 8) {
      const v = load<f64>(x) / scale;
      store<f64>(x, v);
      h += v * v;
    }
    const f = load<f64>(end - 8);
    const g = f >= 0 ? -Math.sqrt(h) : Math.sqrt(h);
    store<f64>(e + (<usize>k << 3), scale * g);
    h -= f * g;
    store<f64>(end - 8, f - g);
    times(a, diagonal, k, row, u, p);
    let dot: f64 = 0;
    for (let x = u, y = p; x < end; x += 8, y += 8) {
      const v = load<f64>(y) / h;
      store<f64>(y, v);
      dot += v * load<f64>(x);
    }
    const half = dot / (2 * h);
    for (let x = u, y = p; x < end; x += 8, y += 8) store<f64>(y, load<f64>(y) - half * load<f64>(x));
    reflect(a, diagonal, k, row, u, p);
  }
  store<f64>(d, load<f64>(diagonal));
}

/** p = A u over the leading k rows and columns: for each the diagonal's term first, then the others in their order. */
function times(a: usize, diagonal: usize, k: i32, row: usize, u: usize, p: usize): void {
  for (let y: usize = 0; y < <usize>k << 3; y += 64) {
    let s0 = f64x2.mul(v128.load(diagonal + y), v128.load(u + y));
    let s1 = f64x2.mul(v128.load(diagonal + y, 16), v128.load(u + y, 16));
    let s2 = f64x2.mul(v128.load(diagonal + y, 32), v128.load(u + y, 32));
    let s3 = f64x2.mul(v128.load(diagonal + y, 48), v128.load(u + y, 48));
    let at = a + y;
    for (let x = u; x < u + (<usize>k << 3); x += 8) {
      const by = v128.load64_splat(x);
      s0 = f64x2.add(s0, f64x2.mul(v128.load(at), by));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(at, 16), by));
      s2 = f64x2.add(s2, f64x2.mul(v128.load(at, 32), by));
      s3 = f64x2.add(s3, f64x2.mul(v128.load(at, 48), by));
      at += row;
    }
    v128.store(p + y, s0);
    v128.store(p + y, s1, 16);
    v128.store(p + y, s2, 32);
    v128.store(p + y, s3, 48);
  }
}

/** A − u pᵀ − p uᵀ over the leading k rows and columns. Columns beyond them, no longer needed, may change too. */
function reflect(a: usize, diagonal: usize, k: i32, row: usize, u: usize, p: usize): void {
  for (let x: usize = 0; x < <usize>k << 3; x += 8) {
    const ux = load<f64>(u + x);
    const px = load<f64>(p + x);
    store<f64>(diagonal + x, load<f64>(diagonal + x) - (ux * px + px * ux));
    const at = a + (x >> 3) * row;
    const byU = f64x2.splat(ux);
    const byP = f64x2.splat(px);
    for (let y: usize = 0; y < <usize>k << 3; y += 16) {
      const change = f64x2.add(f64x2.mul(byU, v128.load(p + y)), f64x2.mul(byP, v128.load(u + y)));
      v128.store(at + y, f64x2.sub(v128.load(at + y), change));
    }
    store<f64>(at + x, 0);
  }
}
