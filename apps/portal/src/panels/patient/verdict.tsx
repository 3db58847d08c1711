import type { Patient } from "@nadir/api/read";
import { isNewLowest, lastKnownChange, sayLooked } from "@nadir/response";
import type { ReactNode } from "react";
import { criterionName } from "../../ui/criterion-names.ts";
import { type DayStyle, dayText, percent, withDays } from "../../ui/figures.ts";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { UnbrokenDays } from "../../ui/unbroken-days.tsx";
import { bestOverallNote } from "./best-overall-note.ts";

type Outcome = Patient["assessments"][number]["outcome"];

/** The change at the latest visit; where it has none, that it is not known, and what was known last. */
function changeOf(outcome: Outcome, of: "percentFromBaseline" | "percentFromNadir"): { value: string; note: string } {
  const last = outcome.visitOrder.at(-1);
  const size = last ? outcome.visits[last]?.size : undefined;
  if (!size) return { value: "none", note: "no visit after baseline" };
  const known = lastKnownChange(outcome, of);
  const isNadir = of === "percentFromNadir";
  if (known?.isLatest)
    return {
      value: percent(known.percent),
      note: isNadir
        ? isNewLowest(size)
          ? `a new lowest; the lowest before was at ${size.nadirVisit}`
          : `lowest before this visit: ${size.nadirVisit}`
        : "target sum, latest visit",
    };
  if (isNadir && size.value !== null && size.nadir === 0)
    return { value: "from 0", note: `no per cent of a nadir of 0 (${size.nadirVisit})` };
  const before = known ? `last known ${percent(known.percent)} at ${known.visit}` : "never known";
  return { value: "not known", note: `${last}: the sum is incomplete; ${before}` };
}

/** The few figures that decide, under the trial's primary criterion, with what is due next. */
export function Verdict({ patient, days }: { patient: Patient; days: DayStyle }) {
  const primary =
    patient.assessments.find((a) => patient.trial.criteria.some((c) => c.id === a.criterion && c.primary)) ??
    patient.assessments[0];
  if (!primary) return null;
  const { outcome } = primary;
  const last = outcome.visitOrder.at(-1);
  const now = last ? outcome.visits[last] : undefined;
  const due = patient.assessments.flatMap(({ criterion, due }) => due.map((d) => ({ criterion, ...d })));
  const figures: { name: string; value: ReactNode; note?: string | undefined }[] = [
    {
      name: `Latest, ${criterionName(primary.criterion)}`,
      value: <ResponseMark label={now?.overall} emphasis />,
      note: now ? `${last}, ${dayText(now.date, days)}` : "no visit after baseline",
    },
    {
      name: "Best overall",
      value: <ResponseMark label={outcome.bestOverall.confirmed} emphasis />,
      note: bestOverallNote(outcome.bestOverall),
    },
    { name: "From baseline", ...changeOf(outcome, "percentFromBaseline") },
    { name: "From nadir", ...changeOf(outcome, "percentFromNadir") },
    {
      name: "Progression",
      value: outcome.progressionDate ? dayText(outcome.progressionDate, days) : "none",
      note:
        outcome.progressionConfirmed === null
          ? undefined
          : outcome.progressionConfirmed
            ? "confirmed"
            : "not confirmed",
    },
  ];
  return (
    <section aria-label="At a glance" className="rounded-md border border-line bg-surface">
      <dl className="grid grid-cols-2 divide-line sm:grid-cols-3 lg:grid-cols-5 lg:divide-x">
        {figures.map(({ name, value, note }) => (
          <div key={name} className="grid content-start gap-0.5 px-4 py-3">
            <dt className="text-xs text-faint">{name}</dt>
            <dd className="text-xl font-semibold leading-7">{value}</dd>
            {note ? <dd className="text-xs text-faint">{note}</dd> : null}
          </div>
        ))}
      </dl>
      {due.length > 0 ? (
        <ul className="grid gap-1 border-t border-line bg-warn-soft px-4 py-2.5 text-sm">
          {due.map((d) => (
            <li key={`${d.criterion} ${d.of}`}>
              <strong className="font-semibold text-warn">△ {criterionName(d.criterion)}:</strong> {d.label} of{" "}
              {dayText(d.date, days)} ({d.visit}) awaits its confirmation scan from {dayText(d.earliest, days)}
              {d.latest ? ` to ${dayText(d.latest, days)}` : " on"}.{" "}
              <UnbrokenDays text={withDays(sayLooked(d), days)} />
              <span className="block pl-4 text-xs text-soft">
                Confirms it: {d.confirms} Resets it: {d.resets}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
