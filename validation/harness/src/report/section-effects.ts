import type { AnalysisResult, ValidationResult } from "@nadir/domain";
import type { Block, Section } from "./blocks.ts";
import { excludedInWords, number, sentence, setName, testInWords, withInterval } from "./words.ts";

type Adjusted = Extract<AnalysisResult, { kind: "adjusted-effect" }>;
type Interaction = Extract<AnalysisResult, { kind: "treatment-interaction" }>;

/** Fewer events a coefficient than this make an adjusted effect undependable (Peduzzi 1996). */
const FEW_EVENTS = 10;

/** Effects beside confounders and by treatment; a section only where one was planned. */
export function effectsSections(r: ValidationResult): Section[] {
  const blocks = r.secondary.flatMap(effectBlocks);
  return blocks.length === 0 ? [] : [{ id: "effects", title: "Confounders and treatment", blocks }];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What the report prints of such an analysis; nothing of any other. */
export const effectBlocks = (a: AnalysisResult): Block[] =>
  a.kind === "adjusted-effect" ? adjustedBlocks(a) : a.kind === "treatment-interaction" ? interactionBlocks(a) : [];

function adjustedBlocks(a: Adjusted): Block[] {
  const few = a.adjusted.filter((s) => s.eventsPerParameter < FEW_EVENTS);
  return [
    { kind: "heading", text: `${a.title}: ${setName(a.set)}` },
    {
      kind: "table",
      caption: `${capital(a.effect)} of ${a.marker}, alone and beside named confounders: ${a.events} events in ${a.n} subjects, the same in every row`,
      columns: [
        { title: "Adjusted for", share: 3 },
        { title: `Marker: ${a.effect} (interval)`, share: 2.4, align: "right" },
        { title: "Change of its logarithm", share: 1.2, align: "right" },
        { title: "Marker added to the confounders", share: 2.4 },
        { title: "Events a coefficient", share: 1, align: "right" },
      ],
      rows: [
        [
          "nothing",
          withInterval(a.unadjusted),
          "–",
          `${a.test.method}: ${testInWords(a.test)}`,
          number(lesserClass(a), 1),
        ],
        ...a.adjusted.map((s) => [
          `${s.name} (${s.predictors.join(", ")})`,
          s.marker.value === null ? `not estimable: ${s.marker.note ?? ""}` : withInterval(s.marker),
          s.changePercent === null ? "–" : `${number(s.changePercent, 0)} %`,
          `${s.test.method}: ${testInWords(s.test)}`,
          number(s.eventsPerParameter, 1),
        ]),
      ],
    },
    {
      kind: "table",
      caption: `The confounders beside the marker: ${a.effect} per unit`,
      columns: [
        { title: "Set", share: 2 },
        { title: "Confounder", share: 2 },
        { title: `${a.effect} (interval)`, share: 3, align: "right" },
      ],
      rows: a.adjusted.flatMap((s) =>
        s.confounders.map((c) => [
          s.name,
          c.predictor,
          c.effect.value === null ? `not estimable: ${c.effect.note ?? ""}` : withInterval(c.effect, 3),
        ]),
      ),
    },
    {
      kind: "list",
      items: [
        `Excluded: ${excludedInWords(a.excluded)}.`,
        ...few.map(
          (s) =>
            `${s.name}: ${number(s.eventsPerParameter, 1)} events a coefficient are fewer than ${FEW_EVENTS}; the adjusted effect is undependable.`,
        ),
      ],
    },
  ];
}

const lesserClass = (a: Adjusted): number =>
  a.effect === "odds ratio" ? Math.min(a.events, a.n - a.events) : a.events;

function interactionBlocks(a: Interaction): Block[] {
  const beside = a.adjustedFor.length === 0 ? "" : `, beside ${a.adjustedFor.join(", ")}`;
  return [
    { kind: "heading", text: `${a.title}: ${setName(a.set)}` },
    {
      kind: "table",
      caption: `${capital(a.effect)} of ${a.marker} by treatment${beside}`,
      columns: [
        { title: "Where", share: 3 },
        { title: "Arms", share: 2 },
        { title: "Events / subjects", share: 1.2, align: "right" },
        { title: `Marker: ${a.effect} (interval)`, share: 3, align: "right" },
      ],
      rows: a.groups.map((g, i) => [
        `${g.label} (${i === 0 ? "control" : "treated"})`,
        g.arms.join(", "),
        `${g.events} / ${g.n}`,
        g.marker.value === null ? `not estimable: ${g.marker.note ?? ""}` : withInterval(g.marker),
      ]),
    },
    {
      kind: "list",
      items: [
        sentence(
          `interaction: ratio of the marker's effects, treated over control, ${withInterval(a.interaction)}; ${a.test.method} ${testInWords(a.test)}`,
        ),
        sentence(`treated against control beside the marker: ${a.effect} ${withInterval(a.treatment)}`),
        "The effect under control says whether the marker is prognostic. Only the interaction says whether it is predictive; that one group's effect is significant and the other's is not says nothing of it.",
        `Excluded: ${excludedInWords(a.excluded)}.`,
      ],
    },
  ];
}
