import type { Evidence } from "@nadir/api/evidence";
import { Fragment } from "react";
import { type DayStyle, dayText, significant, withDays } from "../../../ui/figures.ts";
import { labUnit } from "../../../ui/lab-unit.ts";
import { Scroll } from "../../../ui/scroll.tsx";

type Covariate = Evidence["covariates"][number];
const GROUPS = ["Blood", "Tumour burden", "Treatment", "Tissue"] as const;

/** Every clinical figure with its day, what it rests on, and what is lacking where there is none. */
export function CovariatesTable({ covariates, days }: { covariates: readonly Covariate[]; days: DayStyle }) {
  return (
    <Scroll label="Clinical figures">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" className="number">
              Value
            </th>
            <th scope="col">Day</th>
            <th scope="col">What it says</th>
          </tr>
        </thead>
        <tbody>
          {GROUPS.map((group) => {
            const rows = covariates.filter((c) => c.group === group);
            return rows.length === 0 ? null : (
              <Fragment key={group}>
                <tr>
                  <th scope="colgroup" colSpan={4} className="bg-raised text-xs! text-soft">
                    {group}
                  </th>
                </tr>
                {rows.map((c, n) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two values of one marker differ only by order
                  <Row key={`${c.code} ${n}`} covariate={c} days={days} />
                ))}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

function Row({ covariate: c, days }: { covariate: Covariate; days: DayStyle }) {
  const value = typeof c.value === "number" ? significant(c.value) : c.value;
  const unit = c.unit === "grade" ? "" : labUnit(c.unit);
  return (
    <tr className="align-top">
      <th scope="row" className="min-w-44 whitespace-normal! font-normal!">
        {c.name}
        {c.source ? <span className="block text-xs text-faint">{c.source}</span> : null}
      </th>
      <td className="number whitespace-normal!">
        {value === null ? (
          <span className="text-faint">–</span>
        ) : (
          <span className={c.derived ? "computed" : "entered"}>
            {c.unit === "grade" ? "grade " : ""}
            {value} {unit}
          </span>
        )}
      </td>
      <td className="text-faint">{c.date ? dayText(c.date, days) : ""}</td>
      <td className="min-w-60 whitespace-normal! text-soft">
        {withDays(c.note, days)}
        {c.missing.length > 0 ? (
          <span className="block text-faint">To be recorded: {c.missing.join("; ")}.</span>
        ) : null}
      </td>
    </tr>
  );
}
