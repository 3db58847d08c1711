/**
 * The known name that the writer most likely meant: least edits (Damerau–Levenshtein, restricted), case and
 * separators ignored. Undefined when nothing is near (more than a third of the letters, at least 2, would change).
 */
export function nearestName(found: string, known: readonly string[]): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replace(/[\s_.-]/g, "");
  const target = plain(found);
  let best: { name: string; edits: number } | undefined;
  for (const name of known) {
    const edits = editDistance(target, plain(name));
    if (edits <= Math.max(2, Math.floor(name.length / 3)) && edits < (best?.edits ?? Number.POSITIVE_INFINITY))
      best = { name, edits };
  }
  // Two-letter keys are all near each other: a suggestion must share something.
  return best && best.edits < Math.max(target.length, 1) ? best.name : undefined;
}

function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + swap);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

/** ` Did you mean 'x'?`, or nothing: for names of which not all are known here. */
export function nearestHint(found: string, known: readonly string[]): string {
  const near = nearestName(found, known);
  return near === undefined ? "" : ` Did you mean '${near}'?`;
}

/** ` Did you mean 'x'?` or a list of what is known; empty when the list would not help. */
export function suggestion(found: string, known: readonly string[]): string {
  const near = nearestHint(found, known);
  if (near !== "") return near;
  return known.length > 0 && known.length <= 12 ? ` Known: ${known.join(", ")}.` : "";
}
