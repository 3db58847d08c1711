import { refuse } from "@nadir/domain";
import type { Numbers } from "../checked-input.ts";

/** Complete columns (one a predictor, one value a subject) and the class of each subject, a place from 0. */
export interface ClassDesign {
  readonly columns: readonly Numbers[];
  readonly classes: ArrayLike<number>;
}

/** Refuses columns of other lengths, values that are no numbers, classes that are no places. Gives the number of classes. */
export function checkDesign({ columns, classes }: ClassDesign): number {
  checkColumns(columns, classes.length);
  let most = 0;
  for (let i = 0; i < classes.length; i++) {
    const c = classes[i]!;
    if (!Number.isInteger(c) || c < 0)
      refuse("NOT_A_CLASS", `Subject ${i + 1} has the class ${c}; give a place from 0.`);
    most = Math.max(most, c + 1);
  }
  return most;
}

export function checkColumns(columns: readonly Numbers[], subjects: number): void {
  for (const [j, column] of columns.entries()) {
    if (column.length !== subjects)
      refuse(
        "LENGTHS_DIFFER",
        `Predictor ${j + 1} has ${column.length} values for ${subjects} subjects; give one each.`,
      );
    for (let i = 0; i < subjects; i++)
      if (!Number.isFinite(column[i]))
        refuse("NOT_A_NUMBER", `Predictor ${j + 1}, subject ${i + 1}: ${column[i]}; fill gaps before.`);
  }
}

/** Turns log weights into shares that sum to 1, in place. */
export function normaliseLog(logs: Float64Array): Float64Array {
  const top = Math.max(...logs);
  let total = 0;
  for (let k = 0; k < logs.length; k++) total += logs[k] = Math.exp(logs[k]! - top);
  return logs.map((v) => v / total);
}
