/** Counts of (grey level, size): runs by length, zones by size or distance, voxels by dependence. */
export class SizeCounts {
  private readonly cells = new Map<number, number>();

  /** `widest`: no size may exceed it. */
  constructor(private readonly widest: number) {}

  add(level: number, size: number, times = 1): void {
    const key = level * (this.widest + 1) + size;
    this.cells.set(key, (this.cells.get(key) ?? 0) + times);
  }

  /** Adds what a dense array holds at `level * width + size`. */
  addDense(dense: Uint32Array, width: number): void {
    for (let cell = 0; cell < dense.length; cell++) {
      const n = dense[cell]!;
      if (n > 0) this.add(Math.floor(cell / width), cell % width, n);
    }
  }

  get isEmpty(): boolean {
    return this.cells.size === 0;
  }

  /** Non-empty cells, ascending by level, then size (a fixed order keeps sums the same to the last bit). */
  entries(): { level: number; size: number; count: number }[] {
    return [...this.cells]
      .sort((a, b) => a[0] - b[0])
      .map(([key, count]) => ({
        level: Math.floor(key / (this.widest + 1)),
        size: key % (this.widest + 1),
        count,
      }));
  }
}
