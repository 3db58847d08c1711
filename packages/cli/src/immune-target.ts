import { type ImmuneEventTarget, immuneEventTarget, immuneOrgan } from "@nadir/domain";
import { WrongUsage } from "./usage.ts";

/** The immune-related event that the options of a command name. */
export function readTarget(options: {
  readonly organ: string;
  readonly leastGrade: string;
  readonly within: string;
}): ImmuneEventTarget {
  const organ = immuneOrgan.safeParse(options.organ);
  if (!organ.success)
    throw new WrongUsage(
      `'${options.organ}' is no organ of immune-related events; they are ${immuneOrgan.options.join(", ")}.`,
    );
  const read = immuneEventTarget.safeParse({
    organ: organ.data,
    leastGrade: Number(options.leastGrade),
    withinDays: Number(options.within),
  });
  if (!read.success)
    throw new WrongUsage(
      `--least-grade is '${options.leastGrade}' and --within '${options.within}'; a CTCAE grade is 1 to 5, and the days are 1 to 3650.`,
    );
  return read.data;
}
