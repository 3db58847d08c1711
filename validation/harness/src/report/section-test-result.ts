import { type AnalysisResult, primaryMeasure, type ValidationResult } from "@nadir/domain";
import type { Block, Section } from "./blocks.ts";
import { rocPlots } from "./plots.ts";
import { excludedInWords, inPercent, noteOf, number, pValue, setName, withInterval } from "./words.ts";

type Kind<K extends AnalysisResult["kind"]> = Extract<AnalysisResult, { kind: K }>;
const ofKind = <K extends AnalysisResult["kind"]>(r: ValidationResult, kind: K): Kind<K>[] =>
  r.secondary.filter((a): a is Kind<K> => a.kind === kind);

/** A table of analyses that were not planned is left out. */
const whenAny = (planned: readonly unknown[], table: Block): Block[] => (planned.length > 0 ? [table] : []);

/** Discrimination, groups and calibration; development beside the test for comparison, named as such. */
export function testResultSection(r: ValidationResult): Section {
  const { analysis } = r.primary;
  const primaryRow = [
    `Primary: ${primaryMeasure(r.protocol.primary)}`,
    setName("test"),
    withInterval(analysis.auc),
    `${analysis.events} / ${analysis.nonEvents}`,
    excludedInWords(analysis.excluded),
    `${analysis.auc.method}. ${noteOf(analysis.auc)}`.trim(),
  ];
  const blocks: Block[] = [
    { kind: "plots", plots: rocPlots(r) },
    {
      kind: "table",
      caption: "Discrimination",
      columns: [
        { title: "Analysis", share: 3 },
        { title: "Set", share: 1.5 },
        {
          title: `${r.protocol.primary.metric === "auc" ? "AUC" : "Value"} (95 % interval)`,
          share: 2,
          align: "right",
        },
        { title: "With / without", share: 1.2, align: "right" },
        { title: "Excluded", share: 2.4 },
        { title: "Method", share: 3.2 },
      ],
      rows: [
        primaryRow,
        ...ofKind(r, "auc").map((a) => [
          a.title,
          setName(a.set),
          withInterval(a.auc),
          `${a.events} / ${a.nonEvents}`,
          excludedInWords(a.excluded),
          `${a.auc.method}. ${noteOf(a.auc)}`.trim(),
        ]),
        ...ofKind(r, "auc-permutation").map((a) => [
          a.title,
          setName(a.set),
          `p ${pValue(a.test.p)}`,
          `${a.events} / ${a.nonEvents}`,
          excludedInWords(a.excluded),
          `${a.test.method}; ${a.arrangements} arrangements. ${a.test.note ?? ""}`.trim(),
        ]),
      ],
    },
    ...whenAny(ofKind(r, "classification"), {
      kind: "table",
      caption:
        "The favourable group as a test for the outcome. In the group and outside it: with + without the outcome. Wilson intervals, 95 %",
      columns: [
        { title: "Analysis", share: 2.5 },
        { title: "Set", share: 1.4 },
        { title: "In group", share: 1.1, align: "right" },
        { title: "Outside", share: 1.3, align: "right" },
        { title: "Left out", share: 0.6, align: "right" },
        { title: "Sensitivity, %", share: 1.6, align: "right" },
        { title: "Specificity, %", share: 1.6, align: "right" },
        { title: "Positive pred., %", share: 1.6, align: "right" },
        { title: "Negative pred., %", share: 1.6, align: "right" },
        { title: "Prevalence, %", share: 1.6, align: "right" },
      ],
      rows: ofKind(r, "classification").map((c) => [
        c.title,
        setName(c.set),
        `${c.favourableWithEvent} + ${c.favourableWithout}`,
        `${c.unfavourableWithEvent} + ${c.unfavourableWithout}`,
        String(c.excluded.notComputable + c.excluded.outcomeUnknown),
        ...[c.sensitivity, c.specificity, c.positivePredictive, c.negativePredictive, c.prevalence].map(inPercent),
      ]),
    }),
    ...whenAny(ofKind(r, "calibration"), {
      kind: "table",
      caption: "Calibration of the predicted probability",
      columns: [
        { title: "Measure", share: 2 },
        { title: "Set", share: 1.2 },
        { title: "Value (95 % interval)", share: 2, align: "right" },
        { title: "Method", share: 4 },
      ],
      rows: ofKind(r, "calibration").flatMap((c) =>
        (
          [
            [`Observed / expected (${c.observed} / ${number(c.expected, 1)})`, c.observedToExpected],
            ["Calibration in the large", c.intercept],
            ["Calibration slope", c.slope],
            ["Brier score", c.brier],
            ["Scaled Brier score", c.scaledBrier],
          ] as const
        ).map(([name, f]) => [name, setName(c.set), withInterval(f), `${f.method}. ${noteOf(f)}`.trim()]),
      ),
    }),
    {
      kind: "table",
      caption: "Subgroups of the test set",
      columns: [
        { title: "Variable" },
        { title: "Level" },
        { title: "Subjects", align: "right" },
        { title: "With the outcome", align: "right" },
        { title: r.protocol.subgroups.metric === "auc" ? "AUC" : "Harrell's C", align: "right" },
        { title: "Remark", share: 3 },
      ],
      rows: r.subgroups.map((s) => [
        s.variable,
        s.level,
        String(s.n),
        String(s.events),
        s.auc.value === null ? "–" : withInterval(s.auc),
        noteOf(s.auc),
      ]),
    },
  ];
  return { id: "test-result", title: "Test result", blocks };
}
