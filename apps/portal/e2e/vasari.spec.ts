import { demoPerson } from "./support/portal.ts";
import { expect, test } from "./support/test.ts";

const PASSWORD = () => demoPerson("reader").password;
const PATIENT = "/trials/imaging-followup-brain/patients/BRN-002";

test.describe("the VASARI form", () => {
  // What is refused answers with a status that the browser writes to its console.
  test.use({ person: "reader", expectedConsole: [/status of 422/] });

  test("is kept as a draft, signed, corrected with a reason, and comes as rows of the feature table", async ({
    page,
    as,
  }) => {
    await page.goto(PATIENT);
    const panel = page.getByRole("region", { name: "VASARI reading", exact: true });
    // Reading is open: the scans that come later are withheld until the first is signed.
    await expect(panel.getByLabel("Visit").locator("option")).toHaveCount(1);
    const form = panel.getByRole("form");
    await expect(form).toContainText("Not read yet.");
    await form.getByRole("button", { name: "Keep as a draft" }).click();
    await expect(form.getByRole("alert")).toContainText("No item of the form is answered");
    await form.getByLabel("Enhancement quality f4").selectOption({ label: "2 mild" });
    await form.getByLabel("Longest diameter, mm f29").fill("-3");
    await expect(form).toContainText("A length is a number of millimetres above 0.");
    await expect(form.getByRole("button", { name: "Sign the reading" })).toBeDisabled();
    await form.getByLabel("Longest diameter, mm f29").fill("41.5");
    await form.getByRole("button", { name: "Keep as a draft" }).click();
    await expect(form.getByRole("alert")).toContainText("Kept as a draft, version 1.");

    const board = await (await as("board")).newPage();
    await board.goto(PATIENT);
    const seen = board.getByRole("region", { name: "VASARI reading", exact: true });
    await expect(seen).toContainText("No signed reading of this patient yet");

    await form.getByLabel("Proportion enhancing f5").selectOption({ label: "5 34–67%" });
    await expect(form).toContainText("You sign: “I have read these images myself, and this is my reading.”");
    const sign = async (password: string, name = "Sign the reading") => {
      await form.getByLabel("Your password, to sign").fill(password);
      await form.getByRole("button", { name }).click();
    };
    // Without a password nothing is asked of the server: the browser points at the field.
    await form.getByRole("button", { name: "Sign the reading" }).click();
    await expect(form.getByLabel("Your password, to sign")).toBeFocused();
    await sign("not the password at all");
    await expect(form.getByRole("alert")).toContainText("Wrong password: nothing was signed.");
    await sign(PASSWORD());
    await expect(form.getByRole("alert")).toContainText("Signed, version 2.");
    await expect(form).toContainText("✓ The signature holds.");
    await form.getByLabel("Enhancement quality f4").selectOption({ label: "3 marked" });
    await sign(PASSWORD(), "Sign the correction");
    await expect(form.getByRole("alert")).toContainText("say in a sentence why it is changed");
    await form.getByLabel("Why the signed reading is changed").fill("read again beside the pre-contrast series");
    await sign(PASSWORD(), "Sign the correction");
    await expect(form.getByRole("alert")).toContainText("Signed, version 3.");

    await board.reload();
    await expect(seen.getByRole("row", { name: /^Signature/ })).toContainText("✓ signature holds");
    await expect(seen.getByRole("row", { name: /Enhancement quality f4/ })).toContainText("3 marked");
    await expect(seen.getByRole("row", { name: /Proportion enhancing f5/ })).toContainText("5 34–67%");
    const table = await board.request.get("/api/tables/imaging-followup-brain/vasari");
    const rows = (await table.text()).split("\n").filter((line) => line.startsWith("BRN-002,"));
    expect(rows.some((line) => line.includes(",vasari_f4,3,"))).toBe(true);
    expect(rows.some((line) => line.includes(",vasari_f29,41.5,"))).toBe(true);
    expect(rows.some((line) => line.includes(",vasari_f1,,NOT_READ"))).toBe(true);
  });

  test("stands beside what the masks say, which the reader sees once all forms of the patient are signed", async ({
    page,
    as,
  }) => {
    const address = "/trials/glioma-parts/patients/PRT-001";
    const vasari = (on: typeof page) => on.getByRole("region", { name: "VASARI reading", exact: true });
    const board = await (await as("board")).newPage();
    await board.goto(address);
    const row = (name: RegExp) => vasari(board).getByRole("row", { name });
    await expect(row(/Proportion necrosis f7/).first()).toContainText("agrees");
    await expect(row(/^Signature/)).toContainText("Brought in from a file; not signed here.");
    await expect(row(/Proportion of oedema f14/).first()).toContainText("differs");
    await expect(row(/T1\/FLAIR ratio f10/).first()).toContainText("not computable: the guide gives no bounds");
    await board.goto("/trials/glioma-parts/patients/PRT-002");
    await expect(row(/Proportion of oedema f14/)).toContainText("label 2 holds non-enhancing and oedema together");
    const table = await board.request.get("/api/tables/glioma-parts/parts");
    expect(await table.text()).toMatch(/PRT-001,D-3,T1,t1c,.*parts_ratio@NE\/TV,0\.\d+/);

    await page.goto(address);
    await expect(vasari(page)).toContainText("once your forms are signed: D-3, D56 are still to sign.");
    await expect(vasari(page)).not.toContainText(/agrees|differs|Beside what the masks say/);
    expect((await page.request.get("/api/tables/glioma-parts/parts")).ok()).toBe(false);
    for (const visit of ["D-3", "D56"]) {
      await vasari(page).getByLabel("Visit").selectOption(visit);
      const form = vasari(page).getByRole("form");
      await form.getByLabel("Proportion necrosis f7").selectOption({ label: "4 6–33%" });
      await form.getByLabel("Your password, to sign").fill(PASSWORD());
      await form.getByRole("button", { name: "Sign the reading" }).click();
      await expect(form.getByRole("alert")).toContainText("Signed, version 1.");
    }
    await expect(vasari(page).getByRole("row", { name: /Proportion necrosis f7/ })).toContainText("agrees");
  });
});
