import { refuse } from "@nadir/domain";
import type { Numbers } from "../checked-input.ts";
import { type ClassDesign, checkColumns, checkDesign } from "./design.ts";

/** The training subjects themselves are the model. */
export interface NearestNeighbours extends ClassDesign {
  readonly k: number;
  readonly count: number;
}

/** Cover & Hart 1967. Euclidean distance on the columns as they are: scale them before. Refusal: k outside 1 … n. */
export function nearestNeighbours(design: ClassDesign, k: number): NearestNeighbours {
  const count = checkDesign(design);
  const n = design.classes.length;
  if (!Number.isInteger(k) || k < 1 || k > n)
    refuse("NO_SUCH_K", `The number of neighbours is ${k}; give a whole number from 1 to the ${n} subjects.`, {
      found: String(k),
    });
  return { ...design, k, count };
}

/** One array a subject: the share of each class among its k nearest; all that are as far as the k-th count. */
export function neighbourShares(model: NearestNeighbours, columns: readonly Numbers[]): Float64Array[] {
  const n = columns[0]?.length ?? 0;
  checkColumns(columns, n);
  const known = model.classes.length;
  return Array.from({ length: n }, (_, i) => {
    const squares = new Float64Array(known);
    for (const [j, column] of columns.entries()) {
      const own = model.columns[j]!;
      for (let t = 0; t < known; t++) squares[t]! += (own[t]! - column[i]!) ** 2;
    }
    const limit = squares.slice().sort()[model.k - 1]!;
    const votes = new Float64Array(model.count);
    let all = 0;
    for (let t = 0; t < known; t++)
      if (squares[t]! <= limit) {
        votes[model.classes[t]!]! += 1;
        all++;
      }
    return votes.map((v) => v / all);
  });
}
