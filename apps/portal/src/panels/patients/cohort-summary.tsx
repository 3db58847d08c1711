import type { Cohort } from "@nadir/api/read";
import { type WaterfallOptions, waterfallPlot } from "@nadir/charts";
import { BURDEN_NAMES } from "@nadir/response";
import { keptDrawing } from "../../server/kept-drawing.ts";
import { referencesOf } from "../../ui/change-references.ts";
import { criterionName } from "../../ui/criterion-names.ts";
import { Figure } from "../../ui/figure.tsx";
import { fileName } from "../../ui/figure-table.ts";
import { count, counted } from "../../ui/figures.ts";
import { flagName } from "../../ui/flag-names.ts";
import { Panel } from "../../ui/panel.tsx";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { simulatedNotice } from "../../ui/simulated.ts";

/** How the trial's patients did, criterion by criterion. Counts only; patients stand below. */
export function ResponseCounts({ cohort }: { cohort: Cohort }) {
  const criteria = cohort.criteria.filter(({ id }) => cohort.responses.some((r) => r.criterion === id));
  if (criteria.length === 0) return null;
  return (
    <Panel title="Best overall response" aside={`computed, ${counted(cohort.subjects, "patient")}`} flush>
      <table className="sheet">
        <tbody>
          {criteria.map(({ id, primary }) => (
            <tr key={id}>
              <th scope="row" className="w-40">
                {criterionName(id)}
                {primary ? <span className="font-normal text-faint"> primary</span> : null}
              </th>
              <td>
                <ul className="flex flex-wrap gap-x-5 gap-y-1">
                  {cohort.responses
                    .filter((r) => r.criterion === id)
                    .map((r) => (
                      <li key={r.best} className="inline-flex items-baseline gap-1.5">
                        <ResponseMark label={r.best} /> <span className="computed">{count(r.subjects)}</span>
                      </li>
                    ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** One bar a patient: the deepest change of the burden up to progression, against the thresholds of the primary criterion. */
export function WaterfallPanel({ trial, cohort }: { trial: string; cohort: Cohort }) {
  const primary = cohort.criteria.find((c) => c.primary)?.id;
  const { changes, burden, withoutChange } = cohort;
  if (changes.length === 0 || !primary || !burden) return null;
  const draw = (options: WaterfallOptions) =>
    keptDrawing("waterfall", { changes, options }, () => {
      const bars = changes.map(({ subject, changePercent, best }) => ({
        key: subject,
        changePercent,
        ...(best ? { category: best } : {}),
      }));
      return waterfallPlot(bars, options);
    });
  const isSimulated = cohort.simulatedVisits > 0;
  const options = {
    title: `Best change from baseline until progression under ${criterionName(primary)}, one bar a patient`,
    measure: BURDEN_NAMES[burden.unit],
    references: referencesOf(burden.thresholds),
    without: withoutChange,
    ...simulatedNotice(isSimulated),
  };
  return (
    <Panel title="Best change from baseline" aside={`${criterionName(primary)}, ${counted(changes.length, "patient")}`}>
      <Figure
        svg={draw({ ...options, width: 600, height: 340 })}
        narrow={draw({ ...options, width: 320, height: 280 })}
        file={{
          ...{ name: fileName(trial, "best-change"), label: "Best change from baseline", isSimulated },
          data: {
            columns: ["patient", "criterion", "best_change_until_progression_percent", "best_response"],
            rows: [
              ...changes.map((c) => [c.subject, primary, c.changePercent, c.best]),
              ...withoutChange.map((subject) => [subject, primary, null, null]),
            ],
          },
        }}
      />
    </Panel>
  );
}

/** Early signs over the cohort; what cannot be evaluated is counted, not hidden. */
export function FlagCounts({ cohort }: { cohort: Cohort }) {
  const definitions = [...new Set(cohort.flags.map((f) => f.definition))];
  if (definitions.length === 0) return null;
  const flagged = (definition: string, ...results: string[]) =>
    cohort.flags
      .filter((f) => f.definition === definition && results.includes(f.result))
      .reduce((sum, f) => sum + f.subjects, 0);
  return (
    <Panel title="Early signs" aside="definitions of the literature" flush>
      <Scroll label="Early signs">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Definition</th>
              <th scope="col" className="number">
                Met
              </th>
              <th scope="col" className="number">
                Not met
              </th>
              <th scope="col" className="number whitespace-normal! pr-4!">
                Not evaluable
              </th>
            </tr>
          </thead>
          <tbody>
            {definitions.map((definition) => (
              <tr key={definition}>
                <th scope="row" className="whitespace-normal! font-normal!">
                  {flagName(definition)}
                </th>
                <td className="number computed">{count(flagged(definition, "yes"))}</td>
                <td className="number">{count(flagged(definition, "no"))}</td>
                <td className="number pr-4!">{count(flagged(definition, "not-evaluable", "undetermined"))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
