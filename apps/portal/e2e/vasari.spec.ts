import { expect, test } from "./support/test.ts";

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
    await panel.getByLabel("Visit").selectOption({ index: 1 });
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
    await form.getByRole("button", { name: "Sign the reading" }).click();
    await expect(form.getByRole("alert")).toContainText("Signed, version 2.");
    await form.getByLabel("Enhancement quality f4").selectOption({ label: "3 marked" });
    await form.getByRole("button", { name: "Record the correction" }).click();
    await expect(form.getByRole("alert")).toContainText("say in a sentence why it is changed");
    await form.getByLabel("Why the signed reading is changed").fill("read again beside the pre-contrast series");
    await form.getByRole("button", { name: "Record the correction" }).click();
    await expect(form.getByRole("alert")).toContainText("Signed, version 3.");

    await board.reload();
    await expect(seen.getByRole("row", { name: /Enhancement quality f4/ })).toContainText("3 marked");
    await expect(seen.getByRole("row", { name: /Proportion enhancing f5/ })).toContainText("5 34–67%");
    const table = await board.request.get("/api/tables/imaging-followup-brain/vasari");
    const rows = (await table.text()).split("\n").filter((line) => line.startsWith("BRN-002,"));
    expect(rows.some((line) => line.includes(",vasari_f4,3,"))).toBe(true);
    expect(rows.some((line) => line.includes(",vasari_f29,41.5,"))).toBe(true);
    expect(rows.some((line) => line.includes(",vasari_f1,,NOT_READ"))).toBe(true);
  });
});
