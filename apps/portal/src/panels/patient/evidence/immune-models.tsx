import type { Evidence } from "@nadir/api/evidence";
import { counted, type DayStyle } from "../../../ui/figures.ts";
import { ModelScores } from "../../models/model-scores.tsx";

type Score = Evidence["immuneModels"][number];

/** Models of immune-related events: what each said before treatment, and what came. */
export function ImmuneModels({ scores, days }: { scores: readonly Score[]; days: DayStyle }) {
  return (
    <ul className="grid gap-4">
      {scores.map((score) => (
        <li key={score.id}>
          <ModelScores scores={[score]} days={days} />
          <p className="mt-1 text-sm">
            Foretells: {score.target.organName.toLowerCase()}, grade {score.target.leastGrade}
            {score.target.leastGrade < 5 ? " or above" : ""}, within {score.target.withinDays} days of immunotherapy.
            What came: {cameText(score)}
          </p>
        </li>
      ))}
    </ul>
  );
}

function cameText({ came, target }: Score): string {
  if (came.event && came.days !== null)
    return `${came.term}, grade ${came.grade}, ${counted(came.days, "day")} after immunotherapy began${came.happened ? "" : `, later than the ${target.withinDays} days`}.`;
  if (came.happened === false) return "none.";
  return came.days === null ? "not known." : `none in the ${counted(came.days, "day")} that are known.`;
}
