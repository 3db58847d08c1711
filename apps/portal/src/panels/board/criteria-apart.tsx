import type { Patient } from "@nadir/api/read";
import { criterionName } from "../../ui/criterion-names.ts";
import { type DayStyle, dayText, percent } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { responseKind } from "../../ui/response-kind.ts";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { UnbrokenDays } from "../../ui/unbroken-days.tsx";
import { latestBy } from "./latest.ts";
import { type Why, whyOf } from "./why-apart.ts";

/** The latest visit under each criterion next to each other, and for each the rules that set its category apart. */
export function CriteriaApart({ patient, days }: { patient: Patient; days: DayStyle }) {
  const latest = latestBy(patient);
  // An iSD is a stable disease like an SD; an unconfirmed progression is not a progression.
  const kinds = new Set(latest.map((l) => responseKind(l.visit.overall).kind));
  return (
    <Panel
      id="responses"
      title="Responses at the latest visit"
      aside={
        latest.length < 2
          ? "computed"
          : kinds.size === 1
            ? "computed; the criteria agree"
            : "computed; the criteria differ by the rules below"
      }
    >
      {latest.length === 0 ? (
        <p className="text-soft">A response needs a baseline and one later visit with its measurements.</p>
      ) : (
        <ul className="grid gap-2 sm:grid-cols-2 xl:grid-cols-[repeat(auto-fit,minmax(16rem,1fr))]">
          {latest.map(({ criterion, isPrimary, id, visit, outcome }) => (
            <li key={criterion} className="grid content-start gap-1 rounded-md border border-line px-3 py-1.5">
              <p className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span className="font-semibold">
                  {criterionName(criterion)}
                  {isPrimary ? <span className="font-normal text-faint"> primary</span> : null}
                </span>
                <span className="text-xs text-faint">
                  {id}, {dayText(visit.date, days)}
                </span>
              </p>
              <p className="flex flex-wrap items-baseline gap-x-3">
                <ResponseMark label={visit.overall} emphasis />
                <span className="text-sm text-soft">
                  {visit.size.percentFromBaseline === null
                    ? ""
                    : `${percent(visit.size.percentFromBaseline)} from baseline`}
                  {visit.size.percentFromNadir === null ? "" : `, ${percent(visit.size.percentFromNadir)} from nadir`}
                </span>
              </p>
              <Because why={whyOf(outcome, id, days)} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Because({ why }: { why: readonly Why[] }) {
  if (why.length === 0) return <p className="text-sm">No rule fired.</p>;
  return (
    <p className="text-sm">
      {why.map(({ id, text, citation }) => (
        <span key={id}>
          <UnbrokenDays text={text} /> <cite className="text-xs text-faint not-italic">{citation}</cite>{" "}
        </span>
      ))}
    </p>
  );
}
