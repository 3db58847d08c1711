import type { Triple } from "@nadir/imaging";

/** Unit eigenvectors of a symmetric 3×3 matrix [xx, xy, xz, yy, yz, zz], that of the largest eigenvalue first, by Jacobi's turns. */
export function eigenvectors(
  m: readonly [number, number, number, number, number, number],
): readonly [Triple, Triple, Triple] {
  const a = [
    [m[0], m[1], m[2]],
    [m[1], m[3], m[4]],
    [m[2], m[4], m[5]],
  ];
  const v = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  for (let sweep = 0; sweep < 30; sweep++) {
    const off = Math.abs(a[0]![1]!) + Math.abs(a[0]![2]!) + Math.abs(a[1]![2]!);
    if (off <= 1e-15 * (Math.abs(a[0]![0]!) + Math.abs(a[1]![1]!) + Math.abs(a[2]![2]!))) break;
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      if (a[p]![q] === 0) continue;
      const t = Math.atan2(2 * a[p]![q]!, a[p]![p]! - a[q]![q]!) / 2;
      const [c, s] = [Math.cos(t), Math.sin(t)];
      for (let r = 0; r < 3; r++) {
        const [x, y] = [a[r]![p]!, a[r]![q]!];
        a[r]![p] = c * x + s * y;
        a[r]![q] = -s * x + c * y;
      }
      for (let r = 0; r < 3; r++) {
        const [x, y] = [a[p]![r]!, a[q]![r]!];
        a[p]![r] = c * x + s * y;
        a[q]![r] = -s * x + c * y;
        const [e, f] = [v[r]![p]!, v[r]![q]!];
        v[r]![p] = c * e + s * f;
        v[r]![q] = -s * e + c * f;
      }
    }
  }
  const column = (x: number): Triple => [v[0]![x]!, v[1]![x]!, v[2]![x]!];
  const order = [0, 1, 2].sort((x, y) => a[y]![y]! - a[x]![x]!) as [number, number, number];
  return [column(order[0]), column(order[1]), column(order[2])];
}
