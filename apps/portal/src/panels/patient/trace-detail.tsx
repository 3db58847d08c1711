import type { VisitOutcomeShape } from "@nadir/api/read";
import { criterionName } from "../../ui/criterion-names.ts";
import { type DayStyle, dayText, percent, significant, withDays } from "../../ui/figures.ts";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { UnbrokenDays } from "../../ui/unbroken-days.tsx";

const units = { mm: "mm", mm2: "mm²", mm3: "mm³" } as const;

/** One visit under one criterion: its parts, the sums it rests on, and each rule that fired with figures and source. */
export function TraceDetail({
  criterion,
  visitId,
  visit,
  days,
}: {
  criterion: string;
  visitId: string;
  visit: VisitOutcomeShape;
  days: DayStyle;
}) {
  const { size } = visit;
  const sum = (value: number | null) =>
    value === null ? "incomplete" : `${significant(value, 6)} ${units[size.unit]}`;
  const parts = [
    { name: "Targets", value: visit.target },
    { name: "Non-targets", value: visit.nonTarget },
    { name: "New lesions", value: visit.newLesions ? "yes" : "no" },
    { name: "Sum", value: sum(size.value) },
    { name: "Baseline", value: sum(size.baseline) },
    { name: "Lowest before (nadir)", value: `${sum(size.nadir)}${size.nadirVisit ? ` at ${size.nadirVisit}` : ""}` },
    ...(size.percentFromBaseline === null ? [] : [{ name: "from baseline", value: percent(size.percentFromBaseline) }]),
    ...(size.percentFromNadir === null ? [] : [{ name: "from nadir", value: percent(size.percentFromNadir) }]),
  ];
  return (
    <div className="grid gap-2.5 text-sm">
      <h3 className="flex flex-wrap items-center gap-2 font-semibold">
        {criterionName(criterion)} at {visitId}, {dayText(visit.date, days)}: <ResponseMark label={visit.overall} />
      </h3>
      <dl className="flex flex-wrap gap-x-5 gap-y-0.5">
        {parts.map(({ name, value }) => (
          <div key={name} className="flex gap-1.5">
            <dt className="text-faint">{name}</dt>
            <dd className="computed">{value}</dd>
          </div>
        ))}
      </dl>
      <ol className="grid gap-2">
        {visit.trace.map((rule) => (
          <li key={rule.id} className="border-l-2 border-line-strong pl-3">
            <p>
              <UnbrokenDays text={withDays(rule.text, days)} />
            </p>
            <details className="text-xs text-faint">
              <summary className="inline-block underline underline-offset-2">Rule, figures and source</summary>
              <p>
                <code className="font-mono">{rule.id}</code> · {rule.citation}
                {rule.reading ? ` · reading ${rule.reading} of the rule book` : ""}
              </p>
              <dl className="flex flex-wrap gap-x-4">
                {Object.entries(rule.figures).map(([name, value]) => (
                  <div key={name} className="flex gap-1">
                    <dt>{name}</dt>
                    <dd className="font-medium">
                      {value === null ? "none" : typeof value === "number" ? significant(value, 7) : value}
                    </dd>
                  </div>
                ))}
              </dl>
            </details>
          </li>
        ))}
      </ol>
    </div>
  );
}
