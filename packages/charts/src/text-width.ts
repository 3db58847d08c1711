/**
 * Estimated width of text in px, for layout without a screen. Advance widths of a wide humanist sans (per 1000 em), so
 * that most system fonts need less than is reserved for them.
 */
const ADVANCE: readonly number[] = [
  318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
  636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
  748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
  615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
  337, 636, 838,
];

export function textWidth(label: string, fontSize: number, bold = false): number {
  let total = 0;
  for (const character of label) {
    const code = character.codePointAt(0)!;
    total += code >= 32 && code < 127 ? ADVANCE[code - 32]! : code < 0x2000 ? 640 : code < 0x2030 ? 700 : 900;
  }
  return (total / 1000) * fontSize * (bold ? 1.14 : 1);
}

/** The longest beginning that fits, with an ellipsis where something was cut. */
export function fitted(label: string, width: number, fontSize: number, bold = false): string {
  if (textWidth(label, fontSize, bold) <= width) return label;
  let kept = label;
  while (kept.length > 1 && textWidth(`${kept}…`, fontSize, bold) > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}

/** The longest end that fits, with an ellipsis before it: for names such as features', which differ in their ends. */
export function fittedEnd(label: string, width: number, fontSize: number): string {
  if (textWidth(label, fontSize) <= width) return label;
  let kept = label;
  while (kept.length > 1 && textWidth(`…${kept}`, fontSize) > width) kept = kept.slice(1);
  return `…${kept.trimStart()}`;
}

/** Beginning and end of a label with an ellipsis between them; `head` is the share of the room that the beginning has. */
export function fittedMiddle(label: string, width: number, fontSize: number, head = 0.5): string {
  if (textWidth(label, fontSize) <= width) return label;
  const room = width - textWidth("…", fontSize);
  let start = "";
  while (start.length < label.length && textWidth(start + label[start.length], fontSize) <= room * head)
    start += label[start.length];
  let end = "";
  for (let at = label.length - 1; at >= start.length; at--) {
    if (textWidth(start + label[at]! + end, fontSize) > room) break;
    end = label[at]! + end;
  }
  return `${start.trimEnd()}…${end.trimStart()}`;
}

/**
 * Labels cut in the middle where they do not fit, so that no two that differ are cut alike. Those that every such cut makes alike
 * differ in their middles: they keep their first letters and what follows the beginning that they share.
 */
export function cutApart(labels: readonly string[], width: number, fontSize: number): string[] {
  const cuts = [0.5, 0.35, 0.65, 0.2, 0.8].map((head) =>
    labels.map((label) => fittedMiddle(label, width, fontSize, head)),
  );
  const wanted = new Set(labels).size;
  const cut = cuts.find((one) => new Set(one).size === wanted);
  if (cut) return cut;
  const [half] = cuts as [string[]];
  return half.map((label, at) => {
    const alike = labels.filter((_, other) => half[other] === label);
    if (new Set(alike).size === 1) return label;
    const shared = sharedBeginning(alike);
    return fitted(`${labels[at]!.slice(0, 2)}…${labels[at]!.slice(shared)}`, width, fontSize);
  });
}

/** How many characters all of them begin with. */
function sharedBeginning([first = "", ...others]: readonly string[]): number {
  let at = 0;
  while (at < first.length && others.every((other) => other[at] === first[at])) at++;
  return at;
}

/** Lines no wider than `width`, broken between words. */
export function wrap(label: string, width: number, fontSize: number, bold = false): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of label.split(/\s+/)) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (current !== "" && textWidth(longer, fontSize, bold) > width) {
      lines.push(current);
      current = word;
    } else current = longer;
  }
  if (current !== "") lines.push(current);
  return lines.map((l) => fitted(l, width, fontSize, bold));
}
