import type { Patient } from "@nadir/api/read";
import { spiderPlot } from "@nadir/charts";
import { keptDrawing } from "../../server/kept-drawing.ts";
import { criterionName } from "../../ui/criterion-names.ts";
import { Figure } from "../../ui/figure.tsx";
import { fileName } from "../../ui/figure-table.ts";
import { Panel } from "../../ui/panel.tsx";
import { spiderOf } from "./spider-data.ts";

/** Change of the target burden from baseline under the primary criterion, with the nadir from which progression counts. */
export function SpiderPanel({
  patient,
  size = { width: 600, height: 360 },
}: {
  patient: Patient;
  /** What it is drawn for, px. */
  size?: { readonly width: number; readonly height: number };
}) {
  const data = spiderOf(patient);
  if (!data) return null;
  const { criterion, subject, options, isSimulated } = data;
  return (
    <Panel id="change" title="Change from baseline and from nadir" aside={criterionName(criterion)}>
      <Figure
        svg={drawn([subject], { ...options, ...size })}
        narrow={drawn([subject], { ...options, width: 320, height: 300 })}
        file={{
          ...{ name: fileName(subject.key, "change"), label: "Change from baseline", isSimulated },
          data: {
            columns: ["patient", "criterion", "days_from_baseline", "change_from_baseline_percent"],
            rows: subject.points.map(({ day, changePercent }) => [subject.key, criterion, day, changePercent]),
          },
        }}
      />
    </Panel>
  );
}

const drawn: typeof spiderPlot = (subjects, options) =>
  keptDrawing("spider", { subjects, options }, () => spiderPlot(subjects, options));
