import type { Triple } from "@nadir/imaging";

export interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * Vertices of an icosahedron whose faces are cut in four `subdivisions` times, each time moved out to `radius`:
 * 12, 42, 162 … points. Oriented with two opposite edges along each axis: (±1, ±φ, 0) and its rotations.
 */
export function icosphere(subdivisions: number, radius: number): readonly Triple[] {
  const golden = (1 + Math.sqrt(5)) / 2;
  const onto = ([x, y, z]: Triple, r: number): Triple => {
    const length = Math.hypot(x, y, z);
    return [(x / length) * r, (y / length) * r, (z / length) * r];
  };
  const signs = [-1, 1];
  const raw = signs.flatMap((a) =>
    signs.flatMap((b): Triple[] => [
      [a, b * golden, 0],
      [0, a, b * golden],
      [b * golden, 0, a],
    ]),
  );
  const isEdge = (a: Triple, b: Triple): boolean =>
    Math.abs(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) - 2) < 1e-9;
  let faces: (readonly [number, number, number])[] = [];
  for (let a = 0; a < 12; a++)
    for (let b = a + 1; b < 12; b++)
      for (let c = b + 1; c < 12; c++)
        if (isEdge(raw[a]!, raw[b]!) && isEdge(raw[b]!, raw[c]!) && isEdge(raw[a]!, raw[c]!)) faces.push([a, b, c]);
  let vertices = raw.map((v) => onto(v, 1));
  for (let turn = 0; turn < subdivisions; turn++) {
    const middles = new Map<string, number>();
    const next = [...vertices];
    const middle = (a: number, b: number): number => {
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      const known = middles.get(key);
      if (known !== undefined) return known;
      const [u, v] = [vertices[a]!, vertices[b]!];
      next.push([(u[0] + v[0]) / 2, (u[1] + v[1]) / 2, (u[2] + v[2]) / 2]);
      middles.set(key, next.length - 1);
      return next.length - 1;
    };
    faces = faces.flatMap(([a, b, c]) => {
      const [ab, bc, ca] = [middle(a, b), middle(b, c), middle(c, a)];
      return [
        [a, ab, ca],
        [b, bc, ab],
        [c, ca, bc],
        [ab, bc, ca],
      ] as const;
    });
    vertices = next.map((v) => onto(v, radius));
  }
  return vertices;
}

/**
 * The spherical harmonic of degree n and order m at azimuth and polar angle (radians), with the Condon–Shortley phase:
 * √((2n+1)/4π · (n−m)!/(n+m)!) P_n^m(cos polar) e^{i m azimuth}.
 */
export function sphericalHarmonic(m: number, n: number, azimuth: Float64Array, polar: Float64Array): Complex {
  const order = Math.abs(m);
  let ratio = 1;
  for (let k = n - order + 1; k <= n + order; k++) ratio /= k;
  const scale = Math.sqrt(((2 * n + 1) / (4 * Math.PI)) * ratio) * (m < 0 && order % 2 === 1 ? -1 : 1);
  const re = new Float64Array(polar.length);
  const im = new Float64Array(polar.length);
  for (let v = 0; v < polar.length; v++) {
    const p = scale * legendre(n, order, Math.cos(polar[v]!));
    re[v] = p * Math.cos(m * azimuth[v]!);
    im[v] = p * Math.sin(m * azimuth[v]!);
  }
  return { re, im };
}

/** Associated Legendre function P_n^m(x), m ≥ 0, with the phase (−1)^m, by recurrence over the degree. */
function legendre(n: number, m: number, x: number): number {
  let low = 1;
  const root = Math.sqrt(Math.max(0, 1 - x * x));
  for (let k = 1; k <= m; k++) low *= -(2 * k - 1) * root;
  if (n === m) return low;
  let high = x * (2 * m + 1) * low;
  for (let k = m + 2; k <= n; k++) [low, high] = [high, ((2 * k - 1) * x * high - (k + m - 1) * low) / (k - m)];
  return high;
}
