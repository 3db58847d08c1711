import { z } from "zod";
import { LESION_PARTS, type LesionPart, type LesionParts } from "../feature-modality.ts";

const FORM = /^(none|\d+)\s*=\s*(.+)$/;
const isPart = (word: string): word is LesionPart => (LESION_PARTS as readonly string[]).includes(word);

interface Entry {
  /** Null for `none`. */
  readonly label: number | null;
  readonly parts: readonly string[];
}

function entryOf(text: string): Entry | null {
  const [, label, parts] = FORM.exec(text.trim()) ?? [];
  if (label === undefined || parts === undefined) return null;
  return { label: label === "none" ? null : Number(label), parts: parts.split("+").map((part) => part.trim()) };
}

/** What is wrong with a statement of parts, in words that follow what was found; null when it is sound. */
function fault(texts: readonly string[]): string | null {
  const labels = new Set<number>();
  const places = new Map<string, number | null>();
  for (const text of texts) {
    const entry = entryOf(text);
    if (!entry)
      return `'${text}' is not of the form label=part: write 1=necrosis|2=oedema|4=enhancing, parts that a label does not tell apart as 2=non-enhancing+oedema`;
    const { label, parts } = entry;
    if (label === 0) return "0 is the background of a mask and no part";
    if (label !== null && labels.has(label))
      return `the label ${label} stands twice: write its parts once, joined by +`;
    if (label !== null) labels.add(label);
    for (const part of parts) {
      if (!isPart(part)) return `'${part}' is no part of a lesion; the parts are ${LESION_PARTS.join(", ")}`;
      const before = places.get(part);
      if (before === null || (label === null && before !== undefined))
        return `${part} is said to be absent (none) and elsewhere has a label`;
      places.set(part, label);
    }
    if (new Set(parts).size < parts.length) return `'${text}' names a part twice`;
  }
  return labels.size === 0 ? "at least one part needs a label of the file" : null;
}

/** The statement of a mask's parts as a table's cell holds it, one entry a label. */
export const partLabels = z.array(z.string()).superRefine((texts, context) => {
  const message = fault(texts);
  if (message !== null) context.addIssue({ code: "custom", message });
});

/** The mask's labels by part, as the feature engine takes them. Throws RangeError on a statement that is not sound. */
export function lesionPartsOf(texts: readonly string[]): LesionParts {
  const message = fault(texts);
  if (message !== null) throw new RangeError(message);
  const parts: Record<string, number[]> = {};
  for (const text of texts) {
    const { label, parts: named } = entryOf(text)!;
    // Parts that are absent are absent each by itself.
    const sets = label === null ? named : [LESION_PARTS.filter((part) => named.includes(part)).join("+")];
    for (const set of sets) parts[set] = [...(parts[set] ?? []), ...(label === null ? [] : [label])];
  }
  return parts as LesionParts;
}

/** The labels that a statement names, ascending. */
export const labelsOfParts = (parts: LesionParts): number[] =>
  Object.values(parts)
    .flatMap((labels) => labels ?? [])
    .sort((a, b) => a - b);
