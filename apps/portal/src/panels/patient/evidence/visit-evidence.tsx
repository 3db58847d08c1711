import type { Evidence } from "@nadir/api/evidence";
import { DefinitionMark } from "../../../ui/definition-mark.tsx";
import { type DayStyle, dayText, withDays } from "../../../ui/figures.ts";
import { flagName } from "../../../ui/flag-names.ts";
import { ModelScores } from "../../models/model-scores.tsx";

type Visit = Evidence["visits"][number];
const GROUPS = ["Growth", "Time and field", "Images", "Blood", "Patient"] as const;

/** One visit's evidence, to be read in a minute: figures by group, the rules, and what nobody recorded. */
export function VisitEvidence({ evidence, days, isOpen }: { evidence: Visit; days: DayStyle; isOpen: boolean }) {
  const judged = evidence.definitions.filter((d) => d.result !== "not-evaluable");
  const unjudged = evidence.definitions.filter((d) => d.result === "not-evaluable");
  return (
    <details open={isOpen} className="px-4 py-3">
      <summary className="cursor-pointer text-sm">
        <h3 className="inline font-semibold">
          {evidence.visit}, {dayText(evidence.date, days)}
        </h3>
        <span className="text-soft">
          : {evidence.increase}. Response {evidence.overall}.
        </span>
      </summary>
      <div className="mt-2 grid gap-x-6 gap-y-3 sm:grid-cols-2 xl:grid-cols-5">
        {GROUPS.map((group) => (
          <Group key={group} name={group} items={evidence.items.filter((i) => i.group === group)} days={days} />
        ))}
      </div>
      {evidence.definitions.length > 0 ? (
        <section className="mt-3 border-t border-line pt-2">
          <h4 className="text-xs font-semibold text-soft">By rule</h4>
          <ul className="mt-1 grid gap-1.5 text-sm">
            {judged.map((d) => (
              <li key={d.definition} className="grid gap-x-4 md:grid-cols-[17rem_8rem_1fr]">
                <span className="font-medium">
                  {flagName(d.definition)}
                  {d.later ? <Later /> : null}
                </span>
                <span>
                  <DefinitionMark result={d.result} />
                </span>
                <span className="min-w-0 text-soft" title={d.citation}>
                  {withDays(d.text, days)}
                </span>
              </li>
            ))}
          </ul>
          {unjudged.length > 0 ? (
            <p className="mt-1.5 text-sm text-faint">
              Not evaluable: {unjudged.map((d) => flagName(d.definition)).join("; ")}.
            </p>
          ) : null}
        </section>
      ) : null}
      {evidence.models.length > 0 ? (
        <section className="mt-3 border-t border-line pt-2">
          <h4 className="mb-1 text-xs font-semibold text-soft">By model</h4>
          <ModelScores scores={evidence.models} days={days} />
        </section>
      ) : null}
      {evidence.missing.length > 0 ? (
        <p className="mt-3 text-sm text-faint">
          <span className="font-semibold text-soft">Not recorded:</span> {withDays(evidence.missing.join("; "), days)}.
        </p>
      ) : null}
    </details>
  );
}

const Later = () => <span className="ml-1 text-xs font-normal text-faint">(known later)</span>;

function Group({ name, items, days }: { name: string; items: Visit["items"]; days: DayStyle }) {
  const told = items.filter((i) => i.value !== null);
  return (
    <section className="min-w-0">
      <h4 className="text-xs font-semibold text-soft">{name}</h4>
      {told.length === 0 ? (
        <p className="text-sm text-faint">nothing recorded</p>
      ) : (
        <dl className="text-sm">
          {told.map((i) => (
            <div key={`${i.id} ${i.note}`} className="mt-1">
              <dt className="text-faint">
                {i.name}
                {i.later ? <Later /> : null}
              </dt>
              <dd>
                <span className="font-medium">{i.value}</span>
                {i.note ? <span className="block text-xs text-faint">{withDays(i.note, days)}</span> : null}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
