import { type BrowserContext, test as base, expect } from "@playwright/test";
import { namedAddress, type PersonId, portalAddress, sessionFile } from "./portal.ts";

/** What went wrong in a browser without the page saying so. */
interface Faults {
  readonly console: string[];
  readonly beyond: string[];
}

interface Options {
  /** Who is signed in; null is a stranger. */
  person: PersonId | null;
  /** Lines of the console that belong to the test: a refused request is written there by the browser itself. */
  expectedConsole: readonly RegExp[];
}

interface Fixtures {
  faults: Faults;
  /** Has a browser session that a test opened itself watched like the others. */
  watched: (context: BrowserContext) => BrowserContext;
  /** A second browser session of someone else, watched like the first. */
  as: (person: PersonId | null) => Promise<BrowserContext>;
}

/**
 * Every test also holds that no page of it wrote an error to the console, failed in a script, or asked anything of
 * another machine.
 */
export const test = base.extend<Options & Fixtures>({
  person: [null, { option: true }],
  expectedConsole: [[], { option: true }],
  storageState: async ({ person }, use) => {
    await use(person ? sessionFile(person) : { cookies: [], origins: [] });
  },
  faults: [
    async ({ context, expectedConsole }, use) => {
      const faults: Faults = { console: [], beyond: [] };
      watch(context, faults);
      await use(faults);
      const unexpected = faults.console.filter((line) => !expectedConsole.some((expected) => expected.test(line)));
      expect.soft(unexpected, "errors in the console").toEqual([]);
      expect.soft(faults.beyond, "requests beyond this machine").toEqual([]);
    },
    { auto: true },
  ],
  watched: async ({ faults }, use) => {
    await use((context) => {
      watch(context, faults);
      return context;
    });
  },
  as: async ({ browser, faults, contextOptions, locale, timezoneId, viewport }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (person) => {
      const context = await browser.newContext({
        ...contextOptions,
        baseURL: portalAddress(),
        viewport,
        ...(locale === undefined ? {} : { locale }),
        ...(timezoneId === undefined ? {} : { timezoneId }),
        storageState: person ? sessionFile(person) : { cookies: [], origins: [] },
      });
      watch(context, faults);
      opened.push(context);
      return context;
    });
    for (const context of opened) await context.close();
  },
});
export { expect };

function watch(context: BrowserContext, { console, beyond }: Faults): void {
  context.on("console", (message) => {
    if (message.type() === "error") console.push(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => console.push(`uncaught: ${error.error().message}`));
  context.on("request", (request) => {
    if (!isHere(request.url())) beyond.push(request.url());
  });
  context.on("page", (page) =>
    page.on("websocket", (socket) => {
      if (!isHere(socket.url())) beyond.push(socket.url());
    }),
  );
}

/** Only the portal itself counts as here, by its number or its name, not whatever else listens on this machine. */
function isHere(address: string): boolean {
  const { protocol, host } = new URL(address);
  return (
    ["data:", "blob:", "about:"].includes(protocol) || [portalAddress(), namedAddress()].includes(`http://${host}`)
  );
}
