import type { ValidationResult } from "@nadir/domain";
import type { Section } from "./blocks.ts";
import { changePlot, flowPlot } from "./plots.ts";
import { assayBlocks } from "./section-assays.ts";

/** Who entered, who could be predicted, and how development and test differ. */
export function participantsSection(r: ValidationResult): Section {
  const change = changePlot(r);
  return {
    id: "participants",
    title: "Participants",
    blocks: [
      {
        kind: "text",
        text: "Every subject of the test set stays in the denominator; who could not be predicted is counted with the reason.",
      },
      {
        kind: "plots",
        plots: [flowPlot(r)],
      },
      {
        kind: "table",
        caption: "Development and test side by side: median (quartiles) or count (share of those known)",
        columns: [
          { title: "Variable", share: 4 },
          { title: "Unit", share: 1.2 },
          { title: "Development", share: 2, align: "right" },
          { title: "known", share: 0.8, align: "right" },
          { title: "Test", share: 2, align: "right" },
          { title: "known", share: 0.8, align: "right" },
        ],
        rows: r.caseMix.map((c) => [
          c.variable,
          c.unit,
          minus(c.training.text),
          String(c.training.known),
          minus(c.test.text),
          String(c.test.known),
        ]),
      },
      ...assayBlocks(r),
      { kind: "plots", plots: change },
    ],
  };
}

const minus = (text: string): string => text.replace(/-(?=\d)/g, "−");
