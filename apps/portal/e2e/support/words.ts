import type { Locator } from "@playwright/test";

/** What a person reads there, trimmed; waits for it to be there. */
export const wordsOf = async (locator: Locator): Promise<string> =>
  // biome-ignore lint/performance/useDomNodeTextContent: Playwright's innerText leaves out what is hidden; the DOM's text does not
  (await locator.innerText()).trim();
