import type { LegendItem } from "./legend.ts";
import { responseMark, responseStyle } from "./response-mark.ts";
import type { Theme, Tone } from "./theme.ts";

const ORDER: readonly Tone[] = ["response", "stable", "pending", "progression", "unknown"];

/** Only what is drawn is explained: categories of the same sign share one entry (`SD, iSD stable disease`). */
export function responseLegend(
  theme: Theme,
  outcomes: readonly { readonly category: string; readonly confirmed?: boolean | undefined }[],
): LegendItem[] {
  const entries = new Map<string, { codes: string[]; words: string; tone: Tone; draw: LegendItem["draw"] }>();
  for (const { category, confirmed } of outcomes) {
    const style = responseStyle(category, confirmed);
    const waiting = confirmed === false && responseStyle(category).filled;
    const words = `${style.words === category ? "" : style.words}${waiting ? ", not confirmed" : ""}`;
    const key = `${style.shape} ${style.filled} ${style.tone} ${words}`;
    const entry = entries.get(key);
    if (!entry)
      entries.set(key, {
        codes: [category],
        words,
        tone: style.tone,
        draw: (x, y) => responseMark(theme, category, { x, y, size: 10, confirmed }),
      });
    else if (!entry.codes.includes(category)) entry.codes.push(category);
  }
  return [...entries.values()]
    .sort((a, b) => ORDER.indexOf(a.tone) - ORDER.indexOf(b.tone))
    .map(({ codes, words, draw }) => ({
      label: `${codes.join(", ")}${words.startsWith(",") || words === "" ? "" : " "}${words}`,
      draw,
    }));
}
