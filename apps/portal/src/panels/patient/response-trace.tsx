"use client";

import type { CriterionOutcomeShape } from "@nadir/api/read";
import { useId, useState } from "react";
import { classNames } from "../../ui/class-names.ts";
import { criterionName } from "../../ui/criterion-names.ts";
import { type DayStyle, dayText } from "../../ui/figures.ts";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { TraceDetail } from "./trace-detail.tsx";

interface Assessed {
  readonly criterion: string;
  readonly outcome: CriterionOutcomeShape;
}

/** Rows are visits, columns criteria. One cell is chosen at a time, and its trace stands below. */
export function ResponseTrace({
  assessments,
  primary,
  days,
}: {
  assessments: readonly Assessed[];
  primary: string | null;
  days: DayStyle;
}) {
  const traceId = useId();
  const visits = visitsOf(assessments);
  const [chosen, choose] = useState(() => firstChoice(assessments, primary));
  const outcome = assessments.find((a) => a.criterion === chosen?.criterion)?.outcome;
  const visit = chosen ? outcome?.visits[chosen.visit] : undefined;
  return (
    <>
      <Scroll label="Response by visit and criterion">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Visit</th>
              <th scope="col" className="number">
                {days.dates.kind === "offset" ? "Day" : "Date"}
              </th>
              {assessments.map(({ criterion }) => (
                <th key={criterion} scope="col">
                  {criterionName(criterion)}
                  {criterion === primary ? <span className="font-normal text-faint"> primary</span> : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {visits.map(({ id, date }) => (
              <tr key={id}>
                <th scope="row">{id}</th>
                <td className="number">{dayText(date, days)}</td>
                {assessments.map(({ criterion, outcome }) => {
                  const seen = outcome.visits[id];
                  if (!seen)
                    return (
                      <td key={criterion} className="text-faint">
                        before baseline
                      </td>
                    );
                  const isChosen = chosen?.criterion === criterion && chosen.visit === id;
                  return (
                    <td key={criterion}>
                      <button
                        type="button"
                        aria-pressed={isChosen}
                        aria-controls={traceId}
                        onClick={() => choose({ criterion, visit: id })}
                        className={classNames(
                          "-m-0.5 rounded-md border p-0.5 hover:border-line-strong",
                          isChosen ? "border-accent" : "border-transparent",
                        )}
                      >
                        <ResponseMark label={seen.overall} />
                        <span className="sr-only">
                          {" "}
                          why: {criterionName(criterion)} at {id}
                        </span>
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <div id={traceId} aria-live="polite" className="border-y border-line bg-raised px-4 py-3">
        {chosen && visit ? (
          <TraceDetail criterion={chosen.criterion} visitId={chosen.visit} visit={visit} days={days} />
        ) : (
          <p className="text-sm text-faint">Select a label to see the rules that made it.</p>
        )}
      </div>
    </>
  );
}

function visitsOf(assessments: readonly Assessed[]): { id: string; date: string }[] {
  const dates = new Map<string, string>();
  for (const { outcome } of assessments)
    for (const id of outcome.visitOrder) {
      const visit = outcome.visits[id];
      if (visit) dates.set(id, visit.date);
    }
  return [...dates].map(([id, date]) => ({ id, date })).sort((a, b) => a.date.localeCompare(b.date));
}

/** The latest visit under the primary criterion: what one comes to see first. */
function firstChoice(assessments: readonly Assessed[], primary: string | null) {
  const first = assessments.find((a) => a.criterion === primary) ?? assessments[0];
  const visit = first?.outcome.visitOrder.at(-1);
  return first && visit ? { criterion: first.criterion, visit } : null;
}
