import type {
  AnalysisResult,
  ErratumDocument,
  Figure,
  PostHocDocument,
  TestResult,
  ValidationResult,
} from "@nadir/domain";
import type { Block, Report } from "./blocks.ts";
import { RESEARCH_ONLY } from "./compose.ts";
import { survivalPlot } from "./plots.ts";
import { renderReport } from "./render-html.ts";
import { effectBlocks } from "./section-effects.ts";
import { excludedInWords, noteOf, setName, testInWords, withInterval } from "./words.ts";

interface Added {
  readonly number: number;
  /** Of the report that it is added to. */
  readonly result: ValidationResult;
}

/** A post-hoc addendum as a page of its own. "Post hoc" stands in the title, over every analysis and in the foot. */
export function renderPostHoc({ number, result }: Added, added: PostHocDocument): string {
  return renderReport({
    ...head(result, `Post hoc: addendum ${number}`, added),
    sections: added.analyses.map((a, k) => ({
      id: `post-hoc-${k + 1}`,
      title: `Post hoc: ${a.title} (${setName(a.set)})`,
      blocks: [
        {
          kind: "callout",
          tone: "caution",
          title: "Post hoc",
          text: `Not in the locked plan; asked for after the outcomes were known. It shows what to ask next, and settles nothing. Reason given: ${added.reason}`,
        },
        ...blocksOf(a, result),
      ],
    })),
  });
}

/** A correction as a page of its own; the report that it corrects stays readable as it was filed. */
export function renderErratum({ number, result }: Added, erratum: ErratumDocument): string {
  return renderReport({
    ...head(result, `Erratum: addendum ${number}`, erratum),
    sections: [
      {
        id: "corrections",
        title: "Corrections",
        blocks: [
          { kind: "text", text: erratum.reason },
          {
            kind: "table",
            caption: "What was printed and what is right",
            columns: [
              { title: "Place", share: 2 },
              { title: "Printed", share: 3 },
              { title: "Right", share: 3 },
            ],
            rows: erratum.corrections.map((c) => [c.place, c.printed, c.correct]),
          },
        ],
      },
    ],
  });
}

function head(
  result: ValidationResult,
  subtitle: string,
  { protocolHash, resultHash }: { readonly protocolHash: string; readonly resultHash: string },
): Omit<Report, "sections"> {
  const { identity } = result.protocol;
  return {
    title: identity.title,
    subtitle,
    facts: [
      `Trial ${result.trial.key}`,
      `Protocol ${identity.family}, version ${identity.version}`,
      `Protocol SHA-256 ${protocolHash.slice(0, 16)}…`,
      `Added to the report of SHA-256 ${resultHash.slice(0, 16)}…`,
    ],
    notice: `The report that this is added to stays as it was filed; its primary result is not changed. ${RESEARCH_ONLY}`,
    foot: `${subtitle} · ${identity.family} v${identity.version} · protocol ${protocolHash.slice(0, 12)} · result ${resultHash.slice(0, 12)}`,
  };
}

const isFigure = (v: unknown): v is Figure => v !== null && typeof v === "object" && "lower" in v && "method" in v;
const isTest = (v: unknown): v is TestResult => v !== null && typeof v === "object" && "p" in v && "method" in v;
const words = (name: string): string => name.replace(/([A-Z])/g, " $1").toLowerCase();

/** Every figure and test of an analysis, by its name; curves by group where there are any. */
function blocksOf(a: AnalysisResult, result: ValidationResult): Block[] {
  const rows = Object.entries(a).flatMap(([name, value]): [string, string, string][] =>
    isTest(value)
      ? [[words(name), testInWords(value), value.method]]
      : isFigure(value)
        ? [[words(name), withInterval(value), `${value.method}. ${noteOf(value)}`.trim()]]
        : typeof value === "number"
          ? [[words(name), String(value), ""]]
          : [],
  );
  const plan = result.protocol.endpoints;
  return [
    {
      kind: "table",
      caption: "Post hoc figures",
      columns: [
        { title: "Measure", share: 2 },
        { title: "Value (interval)", share: 2, align: "right" },
        { title: "Method", share: 4 },
      ],
      rows,
    },
    { kind: "text", text: `Excluded: ${excludedInWords(a.excluded)}.` },
    ...effectBlocks(a),
    ...(a.kind === "survival-by-group" && a.groups.some((g) => g.n > 0)
      ? [
          {
            kind: "plots" as const,
            plots: [survivalPlot(a, plan.find((e) => e.type === "time-to-event")?.label ?? "Survival")],
          },
        ]
      : []),
  ];
}
