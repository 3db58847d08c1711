import type { Observation } from "@nadir/domain";
import { LAB_WINDOW_DAYS, labOn, labSeries } from "../clinical/lab-series.ts";
import { type EvidenceItem, figure, item, lacking, signedPercent } from "./evidence-item.ts";

const MARKERS = [
  { code: "LDH", name: "LDH" },
  { code: "S100", name: "S100" },
  { code: "NLR", name: "NLR" },
  { code: "CRP", name: "CRP" },
] as const;

/** The change of each marker from before treatment to the visit; nothing drawn after the visit is looked at. */
export function bloodEvidence(
  observations: readonly Observation[],
  treatmentStart: string,
  date: string,
): EvidenceItem[] {
  const all = labSeries(observations.filter((o) => o.date <= date));
  return MARKERS.map(({ code, name }) => {
    const series = all.get(code);
    const [before, now] = [labOn(series, treatmentStart), labOn(series, date)];
    const label = `Change of ${name}`;
    const refused = series?.refused.at(-1);
    if (now === null || now.date <= treatmentStart)
      return lacking(
        code.toLowerCase(),
        "Blood",
        label,
        refused?.why ?? `${name} at most ${LAB_WINDOW_DAYS} days before this visit`,
      );
    if (before === null)
      return lacking(
        code.toLowerCase(),
        "Blood",
        label,
        refused?.why ?? `${name} at most ${LAB_WINDOW_DAYS} days before treatment`,
      );
    const unit = series?.unit === "1" ? "" : ` ${series?.unit}`;
    const above =
      now.high === undefined
        ? ""
        : now.value > now.high
          ? `; above its upper limit of ${figure(now.high)}`
          : "; not above its upper limit";
    const change = before.value === 0 ? "from 0" : signedPercent((100 * (now.value - before.value)) / before.value);
    return item(
      code.toLowerCase(),
      "Blood",
      label,
      change,
      `${figure(before.value)} to ${figure(now.value)}${unit}${above}`,
    );
  });
}
