import { QUADAS_DOMAINS, QUADAS_JUDGEMENTS, QUADAS_KEYS, type QuadasJudgement, type QuadasStudy } from "@nadir/domain";
import { emptyChart } from "./empty-state.ts";
import type { ChartOptions } from "./options.ts";
import { el, svgDocument, text, tip } from "./svg.ts";
import { fitted, wrap } from "./text-width.ts";
import { type Theme, themeOf } from "./theme.ts";

const ROW = 24;
const HEAD = 62;
const BAR = 20;
type Shown = QuadasJudgement | "open";
const SIGNS: Readonly<Record<Shown, string>> = { low: "+", high: "−", unclear: "?", open: "" };
const colourOf = (shown: Shown, theme: Theme): string =>
  shown === "low"
    ? theme.tone.response
    : shown === "high"
      ? theme.tone.progression
      : shown === "unclear"
        ? theme.tone.pending
        : theme.surface;

/** The customary two figures of QUADAS-2 in one: every study's seven judgements, and below, how they divide over the studies. */
export function quadasPlot(studies: readonly QuadasStudy[], options: ChartOptions = {}): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 760;
  if (studies.length === 0)
    return emptyChart(options, {
      width,
      height: 160,
      what: "No studies",
      hint: "Rows appear once two reviewers have filled in the form of a study.",
    });
  const room = Math.min(220, width * 0.3);
  const step = (width - room) / QUADAS_KEYS.length;
  const x = (i: number) => room + (i + 0.5) * step;
  const head = QUADAS_KEYS.map((key, i) =>
    [
      ...wrap(QUADAS_DOMAINS[key].domain, step - 6, 10).slice(0, 3),
      QUADAS_DOMAINS[key].of === "risk of bias" ? "bias" : "applies",
    ]
      .map((words, n) =>
        text(x(i), 11 + 13 * n, fitted(words, step - 4, 10), {
          "text-anchor": "middle",
          "font-size": 10,
          fill: theme.muted,
        }),
      )
      .join(""),
  ).join("");
  const marks = studies
    .map((s, row) => {
      const y = HEAD + row * ROW + ROW / 2;
      return (
        text(0, y + 4, fitted(s.study, room - 10, 11), { "font-size": 11 }) +
        QUADAS_KEYS.map((key, i) => {
          const shown: Shown = s.judgements[key] ?? "open";
          const said = shown === "open" ? "reviewers differ, no consensus yet" : shown;
          return (
            el(
              "circle",
              {
                cx: x(i),
                cy: y,
                r: 8.5,
                fill: colourOf(shown, theme),
                stroke: shown === "open" ? theme.muted : null,
                class: "judgement",
              },
              tip(`${s.study}, ${QUADAS_DOMAINS[key].domain}, ${QUADAS_DOMAINS[key].of}: ${said}`),
            ) + text(x(i), y + 4, SIGNS[shown], { "text-anchor": "middle", "font-weight": 700, fill: theme.surface })
          );
        }).join("")
      );
    })
    .join("");
  const top = HEAD + studies.length * ROW + 26;
  const bars = QUADAS_KEYS.map((key, i) => {
    const y = top + i * BAR;
    let from = room;
    const parts = ([...QUADAS_JUDGEMENTS, "open"] as const).map((shown) => {
      const n = studies.filter((s) => (s.judgements[key] ?? "open") === shown).length;
      const w = ((width - room) * n) / studies.length;
      const part =
        n === 0
          ? ""
          : el(
              "rect",
              {
                x: from,
                y,
                width: w,
                height: BAR - 6,
                fill: colourOf(shown, theme),
                stroke: theme.surface,
                class: "share",
              },
              tip(`${QUADAS_DOMAINS[key].domain}, ${QUADAS_DOMAINS[key].of}: ${shown} in ${n} of ${studies.length}`),
            ) +
            (w > 26
              ? text(from + w / 2, y + 11, String(n), {
                  "text-anchor": "middle",
                  "font-size": 10,
                  fill: shown === "open" ? theme.muted : theme.surface,
                })
              : "");
      from += w;
      return part;
    });
    const label = `${QUADAS_DOMAINS[key].domain}, ${QUADAS_DOMAINS[key].of === "risk of bias" ? "bias" : "applicability"}`;
    return text(0, y + 11, fitted(label, room - 8, 10), { "font-size": 10 }) + parts.join("");
  }).join("");
  const keyY = top + QUADAS_KEYS.length * BAR + 16;
  const legend = text(0, keyY, "+ low   − high   ? unclear   ○ reviewers differ, no consensus yet", {
    "font-size": 10,
    fill: theme.muted,
  });
  const count = (shown: Shown) =>
    studies.reduce((sum, s) => sum + QUADAS_KEYS.filter((k) => (s.judgements[k] ?? "open") === shown).length, 0);
  return svgDocument(
    {
      width,
      height: keyY + 8,
      description: `QUADAS-2 of ${studies.length} studies: ${count("low")} judgements low, ${count("high")} high, ${count("unclear")} unclear, ${count("open")} on which the reviewers differ.`,
    },
    options,
    head + marks + bars + legend,
  );
}
