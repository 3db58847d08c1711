import { type PersonId, portalAddress } from "./support/portal.ts";
import { answerOf, askProcedure } from "./support/procedures.ts";
import { columnOf } from "./support/table.ts";
import { expect, test } from "./support/test.ts";
import { wordsOf } from "./support/words.ts";

const places: Readonly<Record<Exclude<PersonId, "second-statistician" | "second-reader">, readonly string[]>> = {
  coordinator: ["Trials", "Worklist", "Models", "Library", "Import", "Features", "About"],
  reader: ["Trials", "Library", "Features", "About"],
  adjudicator: ["Trials", "Library", "Features", "About"],
  board: ["Trials", "Validation", "Models", "Library", "Features", "About"],
  statistician: ["Trials", "Validation", "Models", "Library", "Features", "About"],
  "data-manager": [
    "Trials",
    "Worklist",
    "Validation",
    "Models",
    "Library",
    "Import",
    "Audit",
    "Admin",
    "Features",
    "About",
  ],
  administrator: [
    "Trials",
    "Worklist",
    "Validation",
    "Models",
    "Library",
    "Import",
    "Audit",
    "Admin",
    "Features",
    "About",
  ],
};
const people = Object.keys(places) as (keyof typeof places)[];
const mayNot = (place: string) => people.filter((person) => !places[person].includes(place));

test.describe("what each role may see", () => {
  for (const person of people)
    test(`${person}: the places in the frame are the ones that open`, async ({ as }) => {
      const page = await (await as(person)).newPage();
      await page.goto("/");
      const main = page.getByRole("navigation", { name: "Main" });
      await expect(main.getByRole("link")).toHaveText([...places[person]]);
      for (const place of places[person]) {
        await main.getByRole("link", { name: place, exact: true }).click();
        await expect(main.getByRole("link", { name: place, exact: true })).toHaveAttribute("aria-current", "page");
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.getByText("is not part of your role")).toHaveCount(0);
      }
    });

  test("the log: others are refused it with a sentence, on the page and by the procedure", async ({ as }) => {
    for (const person of mayNot("Audit")) {
      const context = await as(person);
      const page = await context.newPage();
      await page.goto("/audit");
      await expect(page.getByText("The log is not part of your role")).toBeVisible();
      await expect(page.getByRole("table")).toHaveCount(0);
      for (const procedure of ["audit.search", "audit.verify"]) {
        const answer = await askProcedure(context.request, procedure, procedure === "audit.search" ? {} : undefined);
        expect(answer.status(), `${person} asks ${procedure}`).toBe(403);
      }
    }
  });

  test("a page of a trial that is not for a role says so, with a heading and the way back", async ({ as }) => {
    const refused = [
      ["reader", "/trials/atezolizumab-kinetics", ["board", "cohort", "strata", "agreement", "endpoints"]],
      ["statistician", "/trials/atezolizumab-kinetics", ["enter"]],
    ] as const;
    for (const [person, trial, views] of refused) {
      const page = await (await as(person)).newPage();
      for (const view of views) {
        await page.goto(`${trial}/${view}`);
        await expect(page.getByRole("heading", { level: 1 }), view).toHaveText(/ is not part of your role$/);
        await expect(page.getByRole("main")).not.toContainText("NOT_ALLOWED");
        await expect(page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link")).toHaveCount(2);
        await expect(page.getByRole("link", { name: "Back to the trial" })).toHaveAttribute("href", trial);
      }
    }
  });

  test("a new protocol is not begun by whoever may not write one", async ({ as }) => {
    const page = await (await as("board")).newPage();
    await page.goto("/validation/new");
    await expect(page.getByText("Protocols are written by the statistician of a trial")).toBeVisible();
    await expect(page.getByRole("main").locator("input, textarea, select")).toHaveCount(0);
  });

  test("import: others are refused it, on the page and at the upload", async ({ as }) => {
    for (const person of mayNot("Import")) {
      const context = await as(person);
      const page = await context.newPage();
      await page.goto("/import");
      await expect(page.getByText("Importing is not part of your role")).toBeVisible();
      await expect(page.locator("input[type=file]")).toHaveCount(0);
      const files = { name: "trial.yaml", mimeType: "text/yaml", buffer: Buffer.from("schema: x") };
      const answer = await context.request.post("/api/uploads", {
        headers: { origin: portalAddress() },
        multipart: { names: JSON.stringify(["trial.yaml"]), files },
      });
      expect(answer.status(), `${person} uploads`).toBe(403);
      expect(await answer.text()).toContain("NOT_ALLOWED");
    }
  });

  test("validation: others see no protocol, neither listed nor by its address, nor its papers", async ({ as }) => {
    const [protocol] = await answerOf<{ id: string }[]>((await as("board")).request, "protocols.list", {});
    if (!protocol) throw new Error("The demo has no protocol.");
    for (const person of mayNot("Validation")) {
      const { request } = await as(person);
      expect(await answerOf(request, "protocols.list", {})).toEqual([]);
      expect((await askProcedure(request, "protocols.read", { protocol: protocol.id })).ok()).toBe(false);
      for (const form of ["html", "pdf", "json"])
        expect((await request.get(`/api/reports/${protocol.id}/${form}`)).status()).toBe(403);
    }
  });
});

test.describe("a blinded reader", () => {
  test.use({ person: "reader" });

  test("sees images and own lesions, neither arm nor site nor course nor response nor others' figures", async ({
    page,
  }) => {
    await page.goto("/trials/imaging-followup");
    const table = page.getByRole("table", { name: /^Patients of the trial/ });
    await expect(page.getByText("You read this trial blinded.")).toBeVisible();
    await expect(table.getByRole("columnheader")).toHaveText([/^Patient/, /^Visits/, /^Last visit/, "Images"]);
    await page.goto("/trials/imaging-followup/patients/IMG-003");
    await expect(page.getByText("You read this patient blinded.")).toBeVisible();
    await expect(page.getByRole("region", { name: "Images side by side" })).toBeVisible();
    for (const hidden of ["Response by each criterion", "Change from baseline and from nadir", "Change of features"])
      await expect(page.getByRole("region", { name: hidden })).toHaveCount(0);
    const words = await wordsOf(page.getByRole("main"));
    for (const telling of ["RECIST", "Sum of targets", "Hyperprogression", "true progression", "LDH", "demo-site"])
      expect(words).not.toContain(telling);
  });

  test("is not told either what the screen hides: sorting by it, or the procedure's own answer", async ({
    request,
  }) => {
    const keys = async (sort: string, direction: string) => {
      const asked = { trial: "inspire-pembrolizumab", sort, direction, pageSize: 100 };
      const { rows } = await answerOf<{ rows: { key: string }[] }>(request, "trials.subjects", asked);
      return rows.map((row) => row.key);
    };
    const byKey = [await keys("key", "ascending"), await keys("key", "descending")];
    expect(byKey[0]).toHaveLength(64);
    for (const telling of ["arm", "site", "age", "best", "last", "change", "progression"])
      for (const direction of ["ascending", "descending"])
        expect(byKey, `sorted by ${telling}`).toContainEqual(await keys(telling, direction));
    const answer = await askProcedure(request, "trials.patient", { trial: "imaging-followup", subject: "IMG-003" });
    expect(answer.status()).toBe(200);
    const { result } = (await answer.json()) as {
      result: {
        data: { json: { subject: { arm: unknown; site: unknown }; assessments: unknown[]; flags: unknown[] } };
      };
    };
    const { subject, assessments, flags } = result.data.json;
    expect({ arm: subject.arm, site: subject.site, assessments, flags }).toEqual({
      arm: null,
      site: null,
      assessments: [],
      flags: [],
    });
    expect(JSON.stringify(result)).not.toMatch(/true progression|demo-site|LDH/);
  });
});

test.describe("a statistician", () => {
  test.use({ person: "statistician" });

  test("sees nothing of a sealed patient after the index day, and is told so", async ({ page, as }) => {
    const asked = { trial: "inspire-pembrolizumab", subject: "INS-D-004" };
    interface Answer {
      readonly sealed: { readonly testSet: string; readonly indexDay: string } | null;
      readonly visits: readonly { readonly date: string }[];
      readonly assessments: readonly unknown[];
      readonly outcomes: readonly unknown[];
      readonly subject: { readonly deathOn: string | null; readonly lastContactOn: string | null };
    }
    const whole = await answerOf<Answer>((await as("board")).request, "trials.patient", asked);
    const told = await answerOf<Answer>(page.request, "trials.patient", asked);
    const indexDay = told.sealed?.indexDay ?? "";
    expect(
      whole.visits.some((visit) => visit.date > indexDay),
      "there is something to withhold",
    ).toBe(true);
    expect(told.visits).toEqual(whole.visits.filter((visit) => visit.date <= indexDay));
    expect(told).toMatchObject({ assessments: [], outcomes: [], subject: { deathOn: null, lastContactOn: null } });

    await page.goto("/trials/inspire-pembrolizumab/patients/INS-D-004");
    await expect(page.getByText("In the sealed test set 'cohort-D'.")).toBeVisible();
    await expect(page.getByText("The responses of a sealed patient are withheld from statisticians.")).toBeVisible();
    const visits = page.getByRole("region", { name: "Lesions by visit" }).locator("thead th");
    await expect(visits).toHaveCount(1 + told.visits.length);
    await page.goto("/trials/inspire-pembrolizumab/patients/INS-A-002");
    await expect(page.getByRole("region", { name: "Response by visit and criterion" })).toBeVisible();

    await page.goto("/trials/inspire-pembrolizumab?search=INS-D");
    await expect(page.getByText("You see this trial as its statistician.")).toBeVisible();
    const table = page.getByRole("table", { name: /^Patients of the trial/ });
    expect(new Set(await columnOf(table, "Best,"))).toEqual(new Set([""]));
    expect(new Set(await columnOf(table, "Progression"))).toEqual(new Set([""]));
  });
});
