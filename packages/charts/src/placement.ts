/** Places labels so that none covers another. */

/**
 * Moves positions on one axis apart until neighbours are at least `gap` from each other, each as near to its wish as the
 * others allow, all within [low, high] while there is room. Keeps the input order of the result.
 */
export function spread(wishes: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wishes.map((_, i) => i).sort((a, b) => wishes[a]! - wishes[b]! || a - b);
  // Blocks of touching labels, each centred on the mean wish of its members (pool adjacent violators).
  const blocks: { members: number[]; start: number }[] = [];
  const startOf = (members: readonly number[]) => {
    const wanted = members.reduce((s, i, k) => s + wishes[i]! - k * gap, 0) / members.length;
    return Math.max(low, Math.min(high - (members.length - 1) * gap, wanted));
  };
  for (const i of order) {
    let block = { members: [i], start: startOf([i]) };
    for (let last = blocks.at(-1); last && last.start + last.members.length * gap > block.start; last = blocks.at(-1)) {
      blocks.pop();
      const members = [...last.members, ...block.members];
      block = { members, start: startOf(members) };
    }
    blocks.push(block);
  }
  const out = new Array<number>(wishes.length);
  for (const { members, start } of blocks)
    members.forEach((i, k) => {
      out[i] = start + k * gap;
    });
  return out;
}

/** Which of the labels, first come first kept by priority, can stand on one line without touching. */
export function keepApart(
  labels: readonly { readonly from: number; readonly to: number; readonly priority?: number }[],
  gap = 4,
): boolean[] {
  const kept: boolean[] = labels.map(() => false);
  const order = labels
    .map((_, i) => i)
    .sort((a, b) => (labels[b]!.priority ?? 0) - (labels[a]!.priority ?? 0) || a - b);
  for (const i of order) {
    const l = labels[i]!;
    kept[i] = !labels.some((o, j) => kept[j] && l.from < o.to + gap && o.from < l.to + gap);
  }
  return kept;
}

/** Packs intervals into as few rows as needed; returns the row of each. */
export function packRows(intervals: readonly { readonly from: number; readonly to: number }[], gap = 6): number[] {
  const ends: number[] = [];
  const rows = new Array<number>(intervals.length);
  const order = intervals.map((_, i) => i).sort((a, b) => intervals[a]!.from - intervals[b]!.from || a - b);
  for (const i of order) {
    const { from, to } = intervals[i]!;
    let row = ends.findIndex((end) => end + gap <= from);
    if (row < 0) row = ends.push(Number.NEGATIVE_INFINITY) - 1;
    ends[row] = to;
    rows[i] = row;
  }
  return rows;
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A line from (x1, y1) to (x2, y2). */
export type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

/** Whether a line enters the box (Liang and Barsky 1984). */
export function enters([x1, y1, x2, y2]: Segment, box: Box): boolean {
  let [from, to] = [0, 1];
  for (const [delta, room] of [
    [x1 - x2, x1 - box.left],
    [x2 - x1, box.right - x1],
    [y1 - y2, y1 - box.top],
    [y2 - y1, box.bottom - y1],
  ] as const) {
    if (delta === 0) {
      if (room < 0) return false;
    } else if (delta < 0) from = Math.max(from, room / delta);
    else to = Math.min(to, room / delta);
  }
  return from <= to;
}

/** Of the places for a label the one that the fewest lines enter; of several the first. */
export function clearest<P extends { readonly box: Box }>(places: readonly [P, ...P[]], lines: readonly Segment[]): P {
  let best = places[0];
  let fewest = Number.POSITIVE_INFINITY;
  for (const place of places) {
    let met = 0;
    for (const line of lines) if (enters(line, place.box)) met++;
    if (met < fewest) [best, fewest] = [place, met];
    if (met === 0) break;
  }
  return best;
}
