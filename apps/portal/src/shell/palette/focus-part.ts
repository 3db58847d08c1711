/** So long a page may take until its form stands, ms. */
const WAIT_MS = 10_000;
const FIELDS = "input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled)";

/** Puts the focus on the first field of a part of the page, its first button or link where it has none; answers whether it is there. */
export function focusFirstField(part: string): boolean {
  const at = document.getElementById(part);
  const first =
    at?.querySelector<HTMLElement>(FIELDS) ?? at?.querySelector<HTMLElement>("button:not(:disabled), a[href]");
  if (!at || !first) return false;
  at.scrollIntoView({ block: "start" });
  first.focus({ preventScroll: true });
  return true;
}

/** Focuses the first field as soon as the page with that part stands. */
export function focusWhenThere(path: string, part: string): void {
  const isThere = () => window.location.pathname === path && focusFirstField(part);
  if (isThere()) return;
  const watch = new MutationObserver(() => isThere() && stop());
  const stop = () => {
    watch.disconnect();
    clearTimeout(timer);
  };
  const timer = setTimeout(stop, WAIT_MS);
  watch.observe(document.body, { childList: true, subtree: true });
}
