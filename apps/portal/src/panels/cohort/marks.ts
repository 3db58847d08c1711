/** A rectangle of the screen, px. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const SUBJECT = "data-subject";

/** The subjects of a drawing, each once, in the order in which they are drawn. */
export const subjectsIn = (root: Element): string[] => [
  ...new Set([...root.querySelectorAll(`[${SUBJECT}]`)].map((mark) => mark.getAttribute(SUBJECT) as string)),
];

export const marksOf = (root: Element, subject: string): Element[] =>
  [...root.querySelectorAll(`[${SUBJECT}]`)].filter((mark) => mark.getAttribute(SUBJECT) === subject);

/** The subjects with a mark in the frame: of a line one of its points, of any other mark some of its area. */
export function subjectsWithin(root: Element, frame: Frame): string[] {
  const found = new Set<string>();
  for (const mark of root.querySelectorAll<SVGGraphicsElement>(`[${SUBJECT}]`)) {
    const box = mark.getBoundingClientRect();
    if (!overlaps(box, frame)) continue;
    const line = mark.querySelector<SVGPathElement>(":scope > path");
    if (mark.classList.contains("subject") && line ? hasPointIn(line, frame) : true)
      found.add(mark.getAttribute(SUBJECT) as string);
  }
  return [...found];
}

const overlaps = (a: Frame, b: Frame): boolean =>
  a.left <= b.right && a.right >= b.left && a.top <= b.bottom && a.bottom >= b.top;

function hasPointIn(line: SVGPathElement, frame: Frame): boolean {
  const toScreen = line.getScreenCTM();
  return (
    toScreen !== null &&
    pointsOf(line.getAttribute("d") ?? "").some(({ x, y }) => {
      const at = new DOMPoint(x, y).matrixTransform(toScreen);
      return at.x >= frame.left && at.x <= frame.right && at.y >= frame.top && at.y <= frame.bottom;
    })
  );
}

/** The corners of a path of straight lines (`M` and `L` only), as the charts write them. */
export const pointsOf = (path: string): { x: number; y: number }[] =>
  [...path.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));

/** The frame between two corners, whichever came first. */
export const frameOf = (a: { x: number; y: number }, b: { x: number; y: number }): Frame => ({
  left: Math.min(a.x, b.x),
  right: Math.max(a.x, b.x),
  top: Math.min(a.y, b.y),
  bottom: Math.max(a.y, b.y),
});
