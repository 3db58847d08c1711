/** Goes to a part of the page for keyboard and screen reader alike: its heading takes the focus and the next Tab goes on there. */
export function goToPart(id: string): void {
  const part = document.getElementById(id);
  if (!part) return;
  const heading = document.getElementById(`${id}-heading`) ?? part;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  const { top, bottom } = part.getBoundingClientRect();
  const isInSight = top >= 0 && bottom <= window.innerHeight;
  if (!isInSight) part.scrollIntoView({ block: "start" });
}

/** The place on the page, of those that can be enlarged, in which the focus is. */
export const placeOfFocus = (): string | null =>
  (document.activeElement?.closest("[data-board-part]") as HTMLElement | null)?.dataset["boardPart"] ?? null;

/** The place in which a part of the page stands. */
export const placeOfPart = (id: string): string | null =>
  document.getElementById(id)?.closest<HTMLElement>("[data-board-part]")?.dataset["boardPart"] ?? null;

/** Takes everything around an element out of reach while it lies over the page, but for what `kept` matches; the answer puts it back. */
export function inertAround(element: HTMLElement, kept?: string): () => void {
  const stilled: HTMLElement[] = [];
  for (let at = element; at !== document.body && at.parentElement; at = at.parentElement)
    for (const other of at.parentElement.children)
      if (
        other !== at &&
        other instanceof HTMLElement &&
        !other.inert &&
        !(kept && other.matches(kept)) &&
        !["SCRIPT", "STYLE"].includes(other.tagName)
      ) {
        other.inert = true;
        stilled.push(other);
      }
  return () => {
    for (const other of stilled) other.inert = false;
  };
}
