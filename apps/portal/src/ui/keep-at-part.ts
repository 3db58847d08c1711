/** What a person does that says they look elsewhere now: the page is theirs from then on. */
const THEIRS = ["wheel", "touchmove", "pointerdown", "keydown"] as const;
/** Longer than images and evidence take to come, ms. */
const AT_MOST_MS = 20_000;

/**
 * Brings the part that the address names (`#decision`) into view and holds it there while what stands above it is still growing:
 * evidence and images come after the jump. Until the person does anything, or long enough. The answer ends it.
 */
export function keepAtPart(hash: string): () => void {
  const part = document.getElementById(nameIn(hash));
  if (!part) return () => {};
  const settle = () => part.scrollIntoView({ block: "start", behavior: "instant" });
  // A page that comes in pieces had no such part when the browser looked for it.
  settle();
  const growth = new ResizeObserver(settle);
  growth.observe(document.body);
  const end = () => {
    growth.disconnect();
    clearTimeout(longEnough);
    for (const act of THEIRS) window.removeEventListener(act, end);
  };
  const longEnough = setTimeout(end, AT_MOST_MS);
  for (const act of THEIRS) window.addEventListener(act, end, { passive: true });
  return end;
}

/** What follows the `#`; an address that somebody cut in the middle of a sign is taken as it stands. */
function nameIn(hash: string): string {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
}
