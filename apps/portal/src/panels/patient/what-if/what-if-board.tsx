"use client";

import type { CriterionOutcomeShape } from "@nadir/api/read";
import type { SubjectCase } from "@nadir/api/responses";
import type { TrialDates } from "@nadir/domain";
import { confirmationsDue, NO_EDITS } from "@nadir/response";
import { useMemo } from "react";
import { Button } from "../../../ui/button.tsx";
import { criterionName } from "../../../ui/criterion-names.ts";
import { dayStyle } from "../../../ui/day-style.ts";
import { dayText, withDays } from "../../../ui/figures.ts";
import { Notice } from "../../../ui/notice.tsx";
import { ResponseMark } from "../../../ui/response-mark.tsx";
import { Scroll } from "../../../ui/scroll.tsx";
import { ResponseTrace } from "../response-trace.tsx";
import { AddLesion, AddVisit } from "./add-forms.tsx";
import { type Judgement, judge } from "./judge.ts";
import { MeasuringTable } from "./measuring-table.tsx";
import { useTrialCase } from "./use-trial-case.ts";

/** Sizes to try, and what every criterion makes of them at once. Loaded when it is asked for, with the engine. */
export default function WhatIfBoard({ subjectCase, dates }: { subjectCase: SubjectCase; dates: TrialDates }) {
  const { document, own, possible, ownReadsOnly } = subjectCase;
  const trial = useTrialCase(document);
  const days = dayStyle(dates);
  const { edits } = trial.tried;
  const recorded = useMemo(() => judge(document, NO_EDITS, possible), [document, possible]);
  const now = useMemo(() => judge(document, edits, possible), [document, edits, possible]);
  const last =
    [...document.visits, ...edits.visits]
      .map(({ date }) => date)
      .sort()
      .at(-1) ?? document.course.treatmentStart;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)]">
      <div className="grid gap-3 border-b border-line px-4 py-3">
        <Notice kind="warning" title="Not recorded.">
          What you type here stays in this window and is gone when you leave it. Write 35, 35 x 20, x 12 (short axis),
          20 + 15 (split), 4.2 mL, or a status such as absent, too small, not evaluable.
        </Notice>
        {ownReadsOnly ? (
          <Notice title="Your own reads alone.">
            Nothing that another reader found is in it, nor treatment, steroids or clinical state, nor the start of
            treatment: days count from the baseline scan. The trial may therefore judge this patient otherwise.
          </Notice>
        ) : null}
        <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
          <AddVisit key={last} dates={dates} after={last} add={trial.addVisit} />
          <AddLesion add={trial.addLesion} />
          <Button variant="quiet" onClick={trial.reset} disabled={trial.isUntouched}>
            Back to the record
          </Button>
        </div>
      </div>
      <MeasuringTable document={document} trial={trial} days={days} />
      <div className="border-t border-line px-4 py-3" aria-live="polite">
        <h3 className="text-sm font-semibold">
          {now.outcomes.length > 0
            ? `Under ${now.outcomes.length} criteria, as tried`
            : "The course as tried cannot be judged"}
        </h3>
        {now.problems.length > 0 ? (
          <ul className="mt-1 grid gap-0.5 text-sm text-soft">
            {now.problems.map((problem) => (
              <li key={problem}>{withDays(problem, days)}</li>
            ))}
          </ul>
        ) : null}
      </div>
      {now.outcomes.length > 0 ? (
        <>
          <Conclusions now={now} recorded={recorded} own={own} days={days} />
          <ResponseTrace
            assessments={now.outcomes.map(({ criterion, outcome }) => ({
              criterion,
              // The server sends a part of the engine's outcome; here is the whole of it.
              outcome: outcome as unknown as CriterionOutcomeShape,
            }))}
            primary={own[0] ?? null}
            days={days}
          />
          <p className="px-4 py-2 text-xs text-faint" data-what-if-ms={now.ms.toFixed(2)}>
            Judged in this browser by the same engine as on the server, in {now.ms.toFixed(1)} ms.
          </p>
        </>
      ) : null}
    </div>
  );
}

/** Last and best response of each criterion as tried, beside what the record says, and what is due next. */
function Conclusions({
  now,
  recorded,
  own,
  days,
}: {
  now: Judgement;
  recorded: Judgement;
  own: readonly string[];
  days: ReturnType<typeof dayStyle>;
}) {
  return (
    <Scroll label="Conclusions as tried">
      <table className="sheet border-t border-line">
        <thead>
          <tr>
            <th scope="col">Criterion</th>
            <th scope="col">Latest, as tried</th>
            <th scope="col">Best, confirmed</th>
            <th scope="col">Progression</th>
            <th scope="col">On record</th>
            <th scope="col">Due next</th>
          </tr>
        </thead>
        <tbody>
          {now.outcomes.map(({ criterion, outcome }) => {
            const before = recorded.outcomes.find((other) => other.criterion === criterion)?.outcome;
            const latest = outcome.visits[outcome.visitOrder.at(-1) ?? ""]?.overall;
            const latestBefore = before?.visits[before.visitOrder.at(-1) ?? ""]?.overall;
            const isChanged =
              latest !== latestBefore ||
              outcome.bestOverall.confirmed !== before?.bestOverall.confirmed ||
              outcome.progressionDate !== before?.progressionDate;
            const [due] = confirmationsDue(outcome);
            return (
              <tr key={criterion}>
                <th scope="row">
                  {criterionName(criterion)}
                  {own.includes(criterion) ? null : <span className="font-normal text-faint"> not the trial’s</span>}
                </th>
                <td>
                  <ResponseMark label={latest} />
                </td>
                <td>
                  <ResponseMark label={outcome.bestOverall.confirmed} />
                </td>
                <td>{outcome.progressionDate ? dayText(outcome.progressionDate, days) : "none"}</td>
                <td className={isChanged ? "bg-warn-soft" : "text-faint"}>
                  {!before
                    ? "not judged"
                    : isChanged
                      ? `${latestBefore ?? "none"}, best ${before.bestOverall.confirmed}, progression ${before.progressionDate ? dayText(before.progressionDate, days) : "none"}`
                      : "the same"}
                </td>
                <td className="whitespace-normal!">{due ? withDays(due.text, days) : ""}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
