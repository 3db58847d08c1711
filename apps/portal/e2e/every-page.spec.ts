import type { Page } from "@playwright/test";
import { accessibilityFaults, TARGET_SIZE } from "./support/accessibility.ts";
import type { PersonId } from "./support/portal.ts";
import { reportedRow } from "./support/table.ts";
import { expect, test } from "./support/test.ts";

interface Place {
  readonly name: string;
  readonly person: PersonId | null;
  readonly address: string;
  /** What must stand there before the page counts as shown. */
  readonly shown: (page: Page) => Promise<void>;
  /** The browser notes in its console that the answer said so. */
  readonly isNotFound?: true;
}

const heading = (name: string | RegExp) => async (page: Page) => {
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
};
const withViewers =
  (name: string, labels: readonly string[] = ["left scan", "right scan"]) =>
  async (page: Page) => {
    await heading(name)(page);
    for (const label of labels)
      await expect(page.locator(`[data-viewer="${label}"]`)).toHaveAttribute("data-state", "ready", {
        timeout: 90_000,
      });
    await expect(page.getByText("Reading the features")).toHaveCount(0);
  };
const aProtocol = async (page: Page) => {
  await reportedRow(page).getByRole("link").first().click();
  await expect(page.getByText("Life of the protocol")).toBeVisible();
};

const aForm = async (page: Page) => {
  await aProtocol(page);
  await page.getByRole("region", { name: "QUADAS-2" }).getByRole("link").click();
  await heading("QUADAS-2")(page);
  await expect(page.getByRole("radio")).toHaveCount(54);
};

const places: readonly Place[] = [
  {
    name: "sample size, answered",
    person: "board",
    address: "/validation/sample-size?kind=develop-binary&parameters=24&prevalence=0.174&coxSnell=0.288&shrinkage=0.9",
    // The documented example of Riley 2020.
    shown: async (page) => expect(page.getByText("662", { exact: true }).first()).toBeVisible(),
  },
  {
    name: "sample size, refused",
    person: "board",
    address: "/validation/sample-size?kind=validate-binary&prevalence=30&cStatistic=x",
    shown: async (page) => expect(page.getByText("'x' is not a number")).toBeVisible(),
  },
  {
    name: "data sets and trials",
    person: "board",
    address: "/validation/register",
    shown: async (page) => expect(page.getByText("NCT02336165")).toBeVisible(),
  },
  {
    name: "immune-related events",
    person: "board",
    address: "/trials/imaging-followup/toxicity",
    shown: async (page) => expect(page.getByRole("region", { name: "By organ", exact: true })).toContainText("Bowel"),
  },
  {
    name: "tumour board",
    person: "coordinator",
    address: "/trials/imaging-followup/board",
    shown: heading("Tumour board"),
  },
  {
    name: "radiogenomics, nothing computed yet",
    person: "statistician",
    address: "/trials/inspire-pembrolizumab/radiogenomics",
    shown: async (page) => expect(page.getByRole("button", { name: "Compute" })).toBeVisible(),
  },
  {
    name: "library",
    person: "board",
    address: "/library?search=haemorrhage",
    shown: async (page) => {
      await expect(page.getByText("1 of 90 analyses, 1 studies")).toBeVisible();
      await expect(page.getByText("Records screened")).not.toHaveCount(0);
    },
  },
  {
    name: "strata, before a rule is lodged",
    person: "statistician",
    address: "/trials/glioma-parts/strata",
    shown: async (page) => expect(page.getByText("The trial has no strata rule")).toBeVisible(),
  },
  {
    name: "strata",
    person: "statistician",
    address: "/trials/inspire-pembrolizumab/strata",
    shown: async (page) => {
      await expect(page.getByRole("region", { name: "Rule", exact: true })).toContainText("Age in years");
      await expect(page.getByRole("row", { name: /^over 60 \/ female/ })).toBeVisible();
    },
  },
  {
    name: "reading queue",
    person: "reader",
    address: "/trials/imaging-followup-brain/reads",
    shown: async (page) => expect(page.getByRole("region", { name: "Your reads" })).toContainText("BRN-001"),
  },
  {
    name: "share",
    person: "statistician",
    address: "/trials/imaging-followup-brain/share",
    shown: async (page) => expect(page.getByRole("button", { name: "Make the export" })).toBeVisible(),
  },
  { name: "models", person: "statistician", address: "/models", shown: heading("Models") },
  {
    name: "develop models",
    person: "statistician",
    address: "/models/develop",
    shown: async (page) => expect(page.getByRole("button", { name: "Develop" })).toBeVisible(),
  },
  {
    name: "register a model",
    person: "statistician",
    address: "/models/register",
    shown: async (page) => expect(page.getByRole("button", { name: "Check" })).toBeVisible(),
  },
  {
    name: "register a model, another role",
    person: "board",
    address: "/models/register",
    shown: async (page) => expect(page.getByText("registered by the statistician")).toBeVisible(),
  },
  { name: "sign-in", person: null, address: "/sign-in", shown: heading("Sign in") },
  { name: "about, for strangers", person: null, address: "/about", shown: heading("About Nadir") },
  { name: "trials", person: "board", address: "/", shown: heading("Trials") },
  {
    name: "patients of a large trial",
    person: "board",
    address: "/trials/atezolizumab-kinetics",
    shown: heading(/atezolizumab/i),
  },
  {
    name: "patients of an imaging trial",
    person: "board",
    address: "/trials/imaging-followup",
    shown: heading(/Imaging follow-up/),
  },
  {
    name: "criteria compared",
    person: "board",
    address: "/trials/atezolizumab-kinetics/criteria",
    shown: heading("Criteria compared"),
  },
  {
    name: "worklist",
    person: "coordinator",
    address: "/worklist?trial=inspire-pembrolizumab",
    shown: async (page) => {
      await heading("Worklist")(page);
      await expect(page.getByRole("navigation", { name: "Kinds of work" })).toContainText("Confirmation scans");
      await expect(page.getByRole("region", { name: /^Work in/ })).toContainText("iUPD");
    },
  },
  {
    name: "readers' agreement",
    person: "board",
    address: "/trials/imaging-followup/agreement",
    shown: heading("Readers' agreement"),
  },
  {
    name: "entry by hand",
    person: "coordinator",
    address: "/trials/imaging-followup/enter?subject=IMG-001",
    shown: async (page) => {
      await heading("Enter data of IMG-001")(page);
      await page.getByRole("button", { name: "+ Visit" }).click();
      await page.getByRole("button", { name: /^Correct D56 · (day|2000)/ }).click();
      await expect(page.getByRole("group", { name: "Visit, correction" })).toBeVisible();
    },
  },
  {
    name: "a scan that is refused",
    person: "coordinator",
    address: "/trials/imaging-followup/enter?subject=IMG-001&scan=D56",
    shown: async (page) => {
      const form = page.getByRole("form", { name: "Scan", exact: true });
      await expect(form.getByLabel("Visit")).toHaveValue("D56");
      await form.getByLabel("Modality").selectOption("CT");
      await expect(form.getByLabel("Unit")).toHaveValue("HU");
      const file = { name: "scan.nii", mimeType: "application/octet-stream", buffer: Buffer.from("no scan") };
      await form.getByLabel("File").setInputFiles(file);
      await form.getByRole("button", { name: "Add the scan" }).click();
      await expect(form.getByRole("alert")).toContainText("cannot be read as NIfTI");
    },
  },
  {
    name: "a pasted table with a fault",
    person: "coordinator",
    address: "/trials/imaging-followup/enter/paste",
    shown: async (page) => {
      await heading("Paste a table")(page);
      await page.getByLabel("Rows, with their header").fill("subject,id,date,role\nIMG-001,x,2000-13-01,follow-up\n");
      await page.getByRole("button", { name: "Look through it" }).click();
      await expect(page.getByRole("region", { name: "The pasted rows" })).toContainText("is not a study day");
    },
  },
  {
    name: "reads, not opened",
    person: "administrator",
    address: "/trials/atezolizumab-kinetics/reads",
    shown: async (page) => expect(page.getByRole("button", { name: "Open reading" })).toBeVisible(),
  },
  {
    name: "awaited scans",
    person: "coordinator",
    address: "/trials/inspire-pembrolizumab/awaited",
    shown: heading("Awaited scans"),
  },
  { name: "plan", person: "board", address: "/trials/imaging-followup/plan", shown: heading("Plan") },
  { name: "plan, blinded", person: "reader", address: "/trials/inspire-pembrolizumab/plan", shown: heading("Plan") },
  {
    name: "amendment of a plan, with faults",
    person: "administrator",
    address: "/trials/imaging-followup/plan/amend",
    shown: async (page) => {
      const form = page.getByRole("form", { name: "Amendment of the plan" });
      await form.getByRole("button", { name: "+ visit" }).click();
      await form
        .getByLabel(/^Visit, visit/)
        .last()
        .fill("W99");
      await form.getByRole("button", { name: "See what would change" }).click();
      await expect(form.getByRole("alert")).toContainText("what would be right stands under");
    },
  },
  {
    name: "cohort",
    person: "board",
    address: "/trials/imaging-followup/cohort?sel=IMG-001,IMG-002&by=arm",
    shown: async (page) => {
      await expect(page.getByText("2 of", { exact: false }).first()).toBeVisible();
      for (const figure of await page.locator("[data-figure]").all())
        await expect(figure).toHaveAttribute("data-state", "drawn");
    },
  },
  {
    name: "endpoints",
    person: "board",
    address: "/trials/inspire-pembrolizumab/endpoints",
    shown: heading("Endpoints"),
  },
  { name: "feature catalogue", person: "board", address: "/features", shown: heading("Feature catalogue") },
  {
    name: "feature catalogue, nothing found",
    person: "reader",
    address: "/features?search=nothing-of-the-kind",
    shown: async (page) => expect(page.getByText("No feature matches")).toBeVisible(),
  },
  {
    name: "an empty table",
    person: "board",
    address: "/trials/inspire-pembrolizumab?search=nobody",
    shown: async (page) => expect(page.getByText("No patient matches")).toBeVisible(),
  },
  {
    name: "a real patient",
    person: "board",
    address: "/trials/inspire-pembrolizumab/patients/INS-D-004",
    shown: heading("Patient INS-D-004"),
  },
  {
    name: "a patient with images",
    person: "board",
    address: "/trials/imaging-followup/patients/IMG-006",
    shown: withViewers("Patient IMG-006"),
  },
  {
    name: "a patient with brain images",
    person: "board",
    address: "/trials/imaging-followup-brain/patients/BRN-001",
    shown: withViewers("Patient BRN-001"),
  },
  {
    name: "a patient, read blinded",
    person: "reader",
    address: "/trials/imaging-followup/patients/IMG-003",
    // Once the trial's reading is opened (reads.spec.ts), the later scan is withheld.
    shown: withViewers("Patient IMG-003", ["left scan"]),
  },
  { name: "validations", person: "board", address: "/validation", shown: heading("Validation") },
  { name: "QUADAS-2 of a protocol", person: "statistician", address: "/validation", shown: aForm },
  { name: "a validation with its report", person: "board", address: "/validation", shown: aProtocol },
  { name: "import", person: "administrator", address: "/import", shown: heading("Import") },
  { name: "account", person: "reader", address: "/account", shown: heading("Account") },
  { name: "administration", person: "administrator", address: "/admin", shown: heading("Administration") },
  {
    name: "administration, not for this role",
    person: "board",
    address: "/admin",
    shown: async (page) => expect(page.getByText("is not part of your role")).toBeVisible(),
  },
  { name: "new trial", person: "administrator", address: "/admin/new-trial", shown: heading("New trial") },
  {
    name: "new trial from a template, with faults",
    person: "administrator",
    address: "/admin/new-trial?template=brain-metastases",
    shown: async (page) => {
      await page.getByRole("button", { name: "Check" }).click();
      const form = page.getByRole("form", { name: "New trial" });
      await expect(form.getByRole("alert")).toContainText("what would be right stands under");
      await expect(form.getByRole("textbox", { name: "Key", exact: true })).toBeFocused();
    },
  },
  { name: "system health", person: "administrator", address: "/admin/health", shown: heading("System health") },
  { name: "audit", person: "administrator", address: "/audit", shown: heading("Audit") },
  {
    name: "a page not for this role",
    person: "reader",
    address: "/audit",
    shown: async (page) => expect(page.getByText("is not part of your role")).toBeVisible(),
  },
  {
    name: "nothing at this address",
    person: "board",
    address: "/trials/no-such-trial",
    shown: async (page) => expect(page.getByText("There is nothing at this address")).toBeVisible(),
    isNotFound: true,
  },
];

const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

/** A tablet held upright and a phone, px. */
const NARROWER = [
  { width: 820, height: 1180, rules: ["color-contrast", TARGET_SIZE] },
  { width: 390, height: 844, rules: [TARGET_SIZE] },
] as const;

test.describe("every page", () => {
  for (const { name, person, address, shown, isNotFound } of places)
    test.describe(name, () => {
      test.use({ person, expectedConsole: isNotFound ? [/status of 404/] : [] });

      test("is accessible in light and dark, and fits a tablet and a phone", async ({ page }) => {
        await page.emulateMedia({ colorScheme: "light" });
        await page.goto(address);
        await shown(page);
        await expect(page.getByRole("banner")).toHaveCount(1);
        await expect(page.getByRole("contentinfo")).toContainText("not a medical device");
        expect.soft(await accessibilityFaults(page), "axe, in light").toEqual([]);
        const light = await ground(page);
        // The same document in other colours, then narrower: only the contrast and the targets' sizes can differ.
        await page.emulateMedia({ colorScheme: "dark" });
        for (const { width, height, rules } of NARROWER) {
          await page.setViewportSize({ width, height });
          const needed = await page.evaluate(() => document.documentElement.scrollWidth);
          expect.soft(needed, `no horizontal scroll at ${width} px`).toBeLessThanOrEqual(width);
          expect.soft(await accessibilityFaults(page, rules), `axe, in dark at ${width} px`).toEqual([]);
        }
        expect.soft(await ground(page), "dark is dark").not.toBe(light);
        await expect(page.getByRole("main")).toBeVisible();
      });
    });
});

test.describe("the filed report alone", () => {
  test.use({ person: "board" });

  test("is accessible", async ({ page }) => {
    await page.goto("/validation");
    await aProtocol(page);
    const address = await page.getByRole("link", { name: "Open alone" }).getAttribute("href");
    // The report forbids every script, the one that examines it too: it is examined without that header.
    await page.route("**/api/reports/**", async (route) => {
      const response = await route.fetch();
      const { "content-security-policy": policy, ...headers } = response.headers();
      expect(policy).toContain("sandbox");
      await route.fulfill({ response, headers });
    });
    await page.goto(address ?? "");
    await expect(page.locator("h1").first()).toBeVisible();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

test.describe("colours", () => {
  test.use({ person: "board", colorScheme: "light" });

  test("a chosen scheme stays, whatever the system says", async ({ page }) => {
    await page.goto("/");
    const light = await ground(page);
    await page.getByLabel("Colours").selectOption("Dark");
    await expect.poll(() => ground(page)).not.toBe(light);
    const dark = await ground(page);
    await page.reload();
    await expect(page.getByLabel("Colours")).toHaveValue("dark");
    expect(await ground(page)).toBe(dark);
    await page.getByLabel("Colours").selectOption("System");
    expect(await ground(page)).toBe(light);
  });
});
