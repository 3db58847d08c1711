import { counted } from "../../ui/figures.ts";
import { Notice } from "../../ui/notice.tsx";

/** Who is not in a table and why, in a sentence; nothing where everybody is. */
export function WhoIsCounted({
  refused,
  withheld,
  without = 0,
  what,
}: {
  refused: number;
  withheld: number;
  /** Patients whose record lacks figures that a criterion adds up. */
  without?: number;
  what: string;
}) {
  const people = (n: number) => counted(n, "patient");
  const left = [
    ...(refused > 0 ? [`${people(refused)} whose record makes no course`] : []),
    ...(withheld > 0 ? [`${people(withheld)} whose responses are sealed from you or not computed yet`] : []),
    ...(without > 0 ? [`${people(without)} whose record lacks figures that the criterion adds up`] : []),
  ];
  if (left.length === 0) return null;
  return <Notice title={`Not in ${what}:`}>{`${left.join("; ")}.`}</Notice>;
}
