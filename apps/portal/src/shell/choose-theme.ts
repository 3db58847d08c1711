import { THEME_COOKIE, type Theme } from "./theme.ts";

/** Told to the window where the colours were chosen elsewhere than in the switch. */
export const THEME_CHOSEN = "nadir-theme-chosen";

/** Sets the page's colours, and keeps the choice in a cookie so that the server already renders the right ones. */
export function chooseTheme(chosen: Theme): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that this serves
  document.cookie = `${THEME_COOKIE}=${chosen}; path=/; max-age=31536000; samesite=lax`;
  if (chosen === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = chosen;
  window.dispatchEvent(new CustomEvent<Theme>(THEME_CHOSEN, { detail: chosen }));
}
