import type {
  AdjudicationForm,
  AdjudicationLine,
  AdjudicationSide,
  ReadDiscrepancy,
  ReadStanding,
} from "./read-shape.ts";
import type { ScanNames } from "./scan-names.ts";

/** What keeps a read from being signed, told by the names under which this reader knows the scans. */
export const standingAsShown = (standing: ReadStanding, { text }: ScanNames): ReadStanding => ({
  ...standing,
  problems: standing.problems.map((problem) => ({ ...problem, message: text(problem.message) })),
});

const nameIn = ({ name }: ScanNames, visit: string): string => name(visit) ?? "no scan";

const discrepancyAsShown = (found: ReadDiscrepancy, names: ScanNames): ReadDiscrepancy => ({
  ...found,
  visit: found.visit === null ? null : nameIn(names, found.visit),
  // Of these two sides the days of progression alone are days.
  first: names.text(found.first),
  second: names.text(found.second),
});

/** What an adjudicator decides on, in the same names. */
export const adjudicationAsShown = <T extends Pick<AdjudicationLine, "visit" | "discrepancies">>(
  line: T,
  names: ScanNames,
): T => ({
  ...line,
  visit: nameIn(names, line.visit),
  discrepancies: line.discrepancies.map((found) => discrepancyAsShown(found, names)),
});

const sideAsShown = (side: AdjudicationSide, names: ScanNames): AdjudicationSide => ({
  ...side,
  progressionOn: side.progressionOn === null ? null : names.text(side.progressionOn),
  visits: side.visits.map(({ visit, date, ...rest }) => ({
    ...rest,
    visit: nameIn(names, visit),
    date: names.day(visit, date),
  })),
});

export const bothAsShown = (form: AdjudicationForm, names: ScanNames): AdjudicationForm => ({
  ...adjudicationAsShown(form, names),
  first: sideAsShown(form.first, names),
  second: sideAsShown(form.second, names),
});
