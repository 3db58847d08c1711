import type { PairedFigure, TrialAgreement } from "@nadir/api/agreement";
import { blandAltmanPlot } from "@nadir/charts";
import { Figure } from "../../ui/figure.tsx";
import { fileName } from "../../ui/figure-table.ts";
import { Panel } from "../../ui/panel.tsx";
import { simulatedNotice } from "../../ui/simulated.ts";

type Pair = NonNullable<TrialAgreement["pair"]>;

/** Every difference of two readers over the mean of both, of sizes and of sums. */
export function BlandAltmanPanel({
  trial,
  pair,
  names,
  unit,
  isSimulated,
}: {
  trial: string;
  pair: Pair;
  names: readonly [string, string];
  /** Of the sums. */
  unit: string;
  isSimulated: boolean;
}) {
  const plots = [
    { id: "sizes", title: "Size of a lesion", unit: "mm", pairs: pair.pairs.sizes, of: pair.figures.sizes },
    { id: "sums", title: "Sum of a visit", unit, pairs: pair.pairs.sums, of: pair.figures.sums },
  ].filter(({ pairs }) => pairs.length > 0);
  if (plots.length === 0) return null;
  return (
    <Panel
      id="bland-altman"
      title="Differences over means"
      note="One point for each thing that both have measured; the lines are the mean difference and the 95 % limits of agreement (Bland & Altman 1986)."
    >
      <div className="grid gap-4 lg:grid-cols-2">
        {plots.map(({ id, title, unit, pairs, of }) => {
          const options = {
            ...simulatedNotice(isSimulated),
            title: `${title}: ${names[0]} and ${names[1]}`,
            variable: `${title}, ${unit}`,
            readers: names,
            agreement: of.blandAltman.estimable ? of.blandAltman : null,
          };
          const points = pairs.map((p) => ({ ...p, what: whatOf(p) }));
          return (
            <div key={id} className="min-w-0">
              <h3 className="mb-1 font-medium">
                {title}, {unit}
              </h3>
              <Figure
                svg={blandAltmanPlot(points, { ...options, width: 560 })}
                narrow={blandAltmanPlot(points, { ...options, width: 320 })}
                file={{
                  ...{ name: fileName(trial, `bland-altman-${id}`), label: `Differences over means, ${title}` },
                  isSimulated,
                  data: {
                    columns: ["patient", "visit", "lesion", ...names, "mean", "difference", "unit"],
                    rows: pairs.map(({ subject, visit, lesion, first, second }) => [
                      ...[subject, visit, lesion, first, second],
                      ...[(first + second) / 2, first - second, unit],
                    ]),
                  },
                }}
              />
            </div>
          );
        })}
      </div>
    </Panel>
  );
}

const whatOf = ({ visit, lesion }: PairedFigure): string => (lesion === null ? visit : `lesion ${lesion} at ${visit}`);
