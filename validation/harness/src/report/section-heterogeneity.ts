import { type ForestRow, forestPlot } from "@nadir/charts";
import { type PooledMeasure, type PooledSites, primaryMeasure, type ValidationResult } from "@nadir/domain";
import type { Block, Section } from "./blocks.ts";
import { noteOf, number, withInterval } from "./words.ts";

const MEASURE: Readonly<Record<PooledMeasure, string>> = {
  auc: "AUC",
  "c-harrell": "Harrell's C",
  "observed-to-expected": "Observed / expected",
  slope: "Calibration slope",
  "hazard-ratio": "Hazard ratio",
};
/** No effect, or no miscalibration. */
const REFERENCE: Readonly<Record<PooledMeasure, number>> = {
  auc: 0.5,
  "c-harrell": 0.5,
  "observed-to-expected": 1,
  slope: 1,
  "hazard-ratio": 1,
};

/** Each planned measure at each site of the test set, with the pooled figure and where a new site may lie. */
export function heterogeneitySections(r: ValidationResult): Section[] {
  const found = r.heterogeneity;
  if (found === undefined) return [];
  const by = found.method === "reml" ? "restricted maximum likelihood" : "DerSimonian and Laird";
  const limits =
    found.limits === "hksj"
      ? "by Hartung, Knapp, Sidik and Jonkman (t with sites less one degrees of freedom)"
      : "by the normal distribution";
  return [
    {
      id: "heterogeneity",
      title: "Heterogeneity between sites",
      blocks: [
        {
          kind: "text",
          text: `Sites of the test set, pooled by random effects as planned: variance between sites by ${by}, limits and prediction interval ${limits}. The pooled figure is the mean over sites like these; the prediction interval says where a new site may lie. I² is descriptive. The primary result is that of all subjects together, ${primaryMeasure(r.protocol.primary)}, and not the pooled one.`,
        },
        ...found.pools.flatMap((pool) => poolBlocks(pool, r, found.level)),
      ],
    },
  ];
}

function poolBlocks(pool: PooledSites, r: ValidationResult, level: number): Block[] {
  const { measure, sites, pooled, prediction, spread } = pool;
  const name = nameOf(measure, r);
  const used = sites.filter((s) => s.weight !== null).length;
  const percent = Number((100 * level).toFixed(1));
  const share = (w: number | null) => (w === null ? "–" : `${number(100 * w, 1)} %`);
  const table: Block = {
    kind: "table",
    caption: `${name} by site`,
    columns: [
      { title: "Site", share: 2.4 },
      { title: "n", share: 0.8, align: "right" },
      { title: "Events", share: 0.9, align: "right" },
      { title: `Value (${percent} % interval)`, share: 2.4, align: "right" },
      { title: "Weight", share: 1, align: "right" },
      { title: "Remark", share: 3 },
    ],
    rows: [
      ...sites.map((s) => [
        s.site,
        String(s.n),
        String(s.events),
        withInterval(s.figure),
        share(s.weight),
        noteOf(s.figure),
      ]),
      ["Pooled", "", "", withInterval(pooled), "", `${pooled.method}. ${noteOf(pooled)}`.trim()],
      ...(prediction
        ? [
            [
              "Prediction interval",
              "",
              "",
              `${number(prediction.lower)} to ${number(prediction.upper)}`,
              "",
              "A new site",
            ],
          ]
        : []),
    ],
  };
  if (spread === null) return [{ kind: "text", text: `${name}: not pooled. ${noteOf(pooled)}` }, table];
  const rows: ForestRow[] = [
    ...sites.map((s) => ({
      label: s.site,
      estimate: s.figure.value,
      lower: s.figure.lower,
      upper: s.figure.upper,
      counts: `${s.events} / ${s.n}`,
      reason: "not pooled",
      ...(s.weight === null ? {} : { weight: s.weight }),
    })),
    { label: "Pooled", estimate: pooled.value, lower: pooled.lower, upper: pooled.upper, summary: true },
    ...(prediction
      ? [
          {
            label: "Prediction interval",
            estimate: null,
            lower: prediction.lower,
            upper: prediction.upper,
            range: true,
          },
        ]
      : []),
  ];
  return [
    {
      kind: "plots",
      plots: [
        {
          title: `${name} by site`,
          least: 530,
          caption: `${used} of ${sites.length} sites pooled. tau² ${number(spread.tau2, 3)} on the ${pool.scale} scale, Q ${number(spread.q)} with ${spread.df} degrees of freedom, I² ${number(spread.iSquared, 0)} %. Counts: events / subjects.`,
          draw: (look) =>
            forestPlot(rows, {
              ...look,
              scale: pool.scale === "log" ? "log" : "linear",
              reference: REFERENCE[measure],
              measure: MEASURE[measure],
              countsHeading: "events / n",
              level,
              title: `${name} by site`,
            }),
        },
      ],
    },
    table,
  ];
}

/** The measure, and of a hazard ratio what it is of. */
function nameOf(measure: PooledMeasure, { protocol }: ValidationResult): string {
  const plan = protocol.heterogeneity;
  if (measure !== "hazard-ratio" || plan.pooling !== "random-effects") return MEASURE[measure];
  const cox = protocol.secondary.find((s) => s.id === plan.hazardRatioOf);
  return cox === undefined ? MEASURE[measure] : `${MEASURE[measure]} (${cox.title})`;
}
