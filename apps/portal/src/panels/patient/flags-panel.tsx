import type { Patient, PatientFlag } from "@nadir/api/read";
import { dayStyle } from "../../ui/day-style.ts";
import { DefinitionMark } from "../../ui/definition-mark.tsx";
import { type DayStyle, dayText, significant, withDays } from "../../ui/figures.ts";
import { flagName } from "../../ui/flag-names.ts";
import { Panel } from "../../ui/panel.tsx";

/**
 * Early signs by each published definition, side by side: they disagree, and that is shown rather than settled. `isBrief`:
 * what is met first, and what could not be evaluated folded, with its number in plain sight.
 */
export function FlagsPanel({ patient, isBrief = false }: { patient: Patient; isBrief?: boolean }) {
  if (patient.flags.length === 0) return null;
  const days = dayStyle(patient.trial.dates);
  const isAnswered = (flag: PatientFlag) => flag.result === "yes" || flag.result === "no";
  const shown = isBrief
    ? patient.flags.filter(isAnswered).sort((a, b) => Number(b.result === "yes") - Number(a.result === "yes"))
    : patient.flags;
  const folded = isBrief ? patient.flags.filter((flag) => !isAnswered(flag)) : [];
  return (
    <Panel
      id="flags"
      title="Early signs, definition by definition"
      note="Definitions from the literature, applied to the record. None is validated for this patient; they are not a diagnosis."
      flush
    >
      <ul className="divide-y divide-line">
        {shown.map((flag) => (
          <FlagRow key={`${flag.definition} ${flag.visit}`} flag={flag} days={days} />
        ))}
      </ul>
      {folded.length > 0 ? (
        <details className={shown.length > 0 ? "border-t border-line" : ""}>
          <summary className="cursor-pointer px-4 text-sm text-soft">
            <span className="underline underline-offset-2">
              Not evaluable by {folded.length} {folded.length === 1 ? "definition" : "definitions"}
            </span>
          </summary>
          <ul className="divide-y divide-line border-t border-line">
            {folded.map((flag) => (
              <FlagRow key={`${flag.definition} ${flag.visit}`} flag={flag} days={days} />
            ))}
          </ul>
        </details>
      ) : null}
    </Panel>
  );
}

function FlagRow({ flag, days }: { flag: PatientFlag; days: DayStyle }) {
  const { text, figures, citation } = flag.evidence;
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-2.5 text-sm md:grid-cols-[16rem_9rem_1fr]">
      <h3 className="font-medium">{flagName(flag.definition)}</h3>
      <p>
        <DefinitionMark result={flag.result} />
      </p>
      <div className="min-w-0">
        <p>
          {sentence(text, days)}
          {flag.result === "yes" && flag.visit && flag.date ? ` (${flag.visit}, ${dayText(flag.date, days)})` : ""}
        </p>
        <details className="text-xs text-faint">
          <summary className="inline-block underline underline-offset-2">Figures and source</summary>
          <p>{citation}</p>
          <dl className="flex flex-wrap gap-x-4">
            {Object.entries(figures).map(([name, value]) => (
              <div key={name} className="flex gap-1">
                <dt>{name}</dt>
                <dd className="font-medium">
                  {value === null ? "none" : typeof value === "number" ? significant(value, 5) : value}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      </div>
    </li>
  );
}

/** What the engine says; the badge beside it already says whether it could be evaluated. */
function sentence(text: string, days: DayStyle): string {
  const because = /^Not evaluable: (.*)$/s.exec(text)?.[1];
  return withDays(because ? `because ${because}` : text, days);
}
