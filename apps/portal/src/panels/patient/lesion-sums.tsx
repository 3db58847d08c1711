import type { Patient } from "@nadir/api/read";
import type { CriterionOutcome } from "@nadir/domain";
import { growthAgainst } from "@nadir/response";
import type { ReactNode } from "react";
import { criterionName } from "../../ui/criterion-names.ts";
import { percent, significant } from "../../ui/figures.ts";

const units = { mm: "mm", mm2: "mm²", mm3: "mm³" } as const;
type Visit = Patient["assessments"][number]["outcome"]["visits"][string];

/** What is computed from the lesions at each visit, under the first criterion of each unit: sum, nadir, changes. */
export function LesionSums({ patient }: { patient: Patient }) {
  const seen = new Set<string>();
  const shown = patient.assessments.filter(({ outcome }) => {
    const unit = Object.values(outcome.visits)[0]?.size.unit;
    if (!unit || seen.has(unit)) return false;
    seen.add(unit);
    return true;
  });
  return shown.map(({ criterion, outcome }) => {
    const first = Object.values(outcome.visits)[0] as Visit;
    const unit = units[first.size.unit];
    // Only the visits and their sums are read; what leaves the server has them all.
    const growth = growthAgainst(outcome as unknown as CriterionOutcome);
    const row = (name: ReactNode, atBaseline: ReactNode, read: (visit: Visit) => ReactNode) => (
      <tr>
        <th scope="row">{name}</th>
        {patient.visits.map((v) => {
          const visit = outcome.visits[v.id];
          return (
            <td key={v.id} className="number computed">
              {visit ? read(visit) : v.id === outcome.baselineVisit ? atBaseline : null}
            </td>
          );
        })}
      </tr>
    );
    return (
      <tbody key={criterion} className="border-t-2 border-line-strong">
        {row(
          <>
            Sum of targets{" "}
            <span className="font-normal text-faint">
              {unit}, {criterionName(criterion)}
            </span>
          </>,
          first.size.baseline === null ? "incomplete" : significant(first.size.baseline, 6),
          (v) =>
            v.size.value === null ? (
              <span className="font-normal text-faint">incomplete</span>
            ) : (
              significant(v.size.value, 6)
            ),
        )}
        {row("from baseline", null, (v) =>
          v.size.percentFromBaseline === null ? null : percent(v.size.percentFromBaseline),
        )}
        {row(
          <>
            Lowest before this visit <span className="font-normal text-faint">{unit}</span>
          </>,
          null,
          (v) => (v.size.nadir === null ? null : significant(v.size.nadir, 6)),
        )}
        {row("from lowest before", null, (v) =>
          v.size.percentFromNadir === null ? null : percent(v.size.percentFromNadir),
        )}
        <tr>
          <th scope="row">from the visit before</th>
          {patient.visits.map((v) => {
            const prior = growth.find(({ visit }) => visit === v.id)?.prior;
            return (
              <td key={v.id} className="number computed" title={prior?.visit ? `against ${prior.visit}` : undefined}>
                {prior?.percent == null ? null : percent(prior.percent)}
              </td>
            );
          })}
        </tr>
      </tbody>
    );
  });
}
