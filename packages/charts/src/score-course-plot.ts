import { type BandLine, bandPlot, roundTicks } from "./band-plot.ts";
import { figure } from "./numerals.ts";
import type { ChartOptions } from "./options.ts";

/** What one model said, so many days from the start of treatment. */
export interface ScoreOnDay {
  readonly day: number;
  readonly probability: number;
  /** Its interval; null where the card has none. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly label: string;
}

const percent = (v: number) => `${Math.round(100 * v)} %`;

/** The probability of one patient at each visit, with its interval, by day from the start of treatment. */
export function scoreCoursePlot(scores: readonly ScoreOnDay[], options: ChartOptions = {}): string {
  const days = scores.map((s) => s.day);
  const [low, high] = [Math.min(0, ...days), Math.max(1, ...days)];
  const room = Math.max(1, 0.06 * (high - low));
  const x: readonly [number, number] = [low - room, high + room];
  const line: BandLine = {
    label: "Probability at the visit",
    kind: "main",
    dots: true,
    points: scores.map((s) => ({ x: s.day, y: s.probability, lower: s.lower, upper: s.upper })),
  };
  return bandPlot(scores.length > 0 ? [line] : [], {
    ...options,
    x: { domain: x, ticks: roundTicks(x).filter(Number.isInteger), format: String, label: "Days from treatment start" },
    y: { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], format: percent, label: "Probability" },
    height: 200,
    what: "No score at any visit",
    hint: "The record has the inputs of the model at no visit.",
    summary: `Probability by visit: ${scores.map((s) => `${percent(s.probability)} at ${s.label} (${figure(s.day)} days from treatment start)`).join(", ")}.`,
  });
}
