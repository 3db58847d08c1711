import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { liveFeatures } from "@nadir/features";
import {
  geometryDifferences,
  makeVolume,
  readVolume,
  toWorld,
  type Volume,
  voxelVolumeMm3,
  writeNifti,
} from "@nadir/imaging";
import type { Page } from "@playwright/test";
import { BAD_INPUT, GOOD_IMAGE, GOOD_MASK } from "../../../packages/features/src/testing/bad-input.ts";
import { computed, downloaded, headlineOf, openImages, refused, stroke, within } from "./support/live.ts";
import { answerOf } from "./support/procedures.ts";
import { expect, test } from "./support/test.ts";
import { wordsOf } from "./support/words.ts";

const PATIENT = "/trials/imaging-followup/patients/IMG-003";

interface PatientAnswer {
  readonly deltas: readonly {
    readonly id: string;
    readonly modality: string;
    readonly fromVisit: string;
    readonly toVisit: string;
  }[];
}
interface DeltaAnswer {
  readonly rows: readonly {
    readonly key: string;
    readonly baseline: number | null;
    readonly followup: number | null;
  }[];
}

/** Serves these files in the place of every image and delineation that the page asks for. */
async function serving(page: Page, image: Volume, mask: Volume): Promise<void> {
  for (const [kind, volume] of [
    ["images", image],
    ["masks", mask],
  ] as const)
    await page.route(`**/api/${kind}/**`, (route) =>
      route.fulfill({ contentType: "application/octet-stream", body: Buffer.from(writeNifti(volume)) }),
    );
}

test.describe("features in the browser", () => {
  test.use({ person: "board" });

  test("of recorded delineations are those that Node computed and stored", async ({ page, request }) => {
    const { deltas } = await answerOf<PatientAnswer>(request, "trials.patient", {
      trial: "imaging-followup",
      subject: "IMG-003",
    });
    const { images, left, right } = await openImages(page, PATIENT);
    const ct = deltas.find((d) => d.modality === "CT" && d.toVisit === "D56");
    const { rows } = await answerOf<DeltaAnswer>(request, "trials.delta", { delta: ct?.id ?? "" });
    expect(rows.length).toBeGreaterThan(170);

    await images.getByRole("checkbox", { name: "Features live" }).check();
    for (const [side, which] of [
      [left, "baseline"],
      [right, "followup"],
    ] as const) {
      await computed(side);
      const values = await downloaded(page, side);
      const stored = rows.filter((row) => row[which] !== null);
      // Two JavaScript engines may round a sine of the Fourier transform (Moran's I, Geary's C) otherwise in the last digit.
      for (const { key, [which]: expected } of stored)
        expect(Math.abs(Number(values.get(key)?.["value"]) / (expected || 1) - (expected ? 1 : 0)), key).toBeLessThan(
          1e-12,
        );
      await expect(side.features.locator("[data-computed]"), "the compiled kernels count here too").toHaveAttribute(
        "data-computed",
        "compiled",
      );
    }
    await right.features.getByRole("button", { name: /^All \d+ features/ }).click();
    await expect(right.features.getByRole("row", { name: /Sphericity QCFX/ })).toBeVisible();
  });

  test("follow what is drawn, stroke by stroke, and say when nothing is", async ({ page }) => {
    const { images, left } = await openImages(page, PATIENT);
    await images.getByRole("button", { name: "Brush" }).click();
    await left.features.getByLabel("Features of").selectOption("drawn here, not recorded");
    await refused(left);
    await expect(left.features.getByRole("alert")).toHaveText(/^The mask is empty: all \d+ voxels are 0/);

    await stroke(page, left, [
      [0.45, 0.45],
      [0.55, 0.45],
    ]);
    await computed(left);
    const first = await headlineOf(left, "Volume");
    expect(first).toBeGreaterThan(0);
    const drawn = await downloaded(page, left);
    expect(drawn.get("morph_sphericity")?.["region"]).toContain("drawn here, not recorded");

    await images.getByRole("button", { name: "Outline, filled" }).click();
    await stroke(page, left, [
      [0.4, 0.5],
      [0.6, 0.5],
      [0.6, 0.65],
      [0.4, 0.65],
      [0.4, 0.5],
    ]);
    await expect.poll(() => headlineOf(left, "Volume").catch(() => 0)).toBeGreaterThan(3 * first);
    const filled = await headlineOf(left, "Volume");
    await images.getByRole("button", { name: "Eraser" }).click();
    await stroke(page, left, [
      [0.4, 0.58],
      [0.6, 0.58],
    ]);
    await expect.poll(() => headlineOf(left, "Volume").catch(() => filled)).toBeLessThan(filled);

    const undo = left.features.getByRole("button", { name: "Undo" });
    await undo.click();
    await expect.poll(() => headlineOf(left, "Volume").catch(() => 0)).toBe(filled);
    await undo.click();
    await expect.poll(() => headlineOf(left, "Volume").catch(() => 0)).toBe(first);
    await undo.click();
    await refused(left);
    await expect(undo).toBeDisabled();
    await images.getByRole("button", { name: "Brush" }).click();
    await stroke(page, left, [
      [0.45, 0.45],
      [0.55, 0.45],
    ]);
    await computed(left);
    await left.features.getByRole("button", { name: "Clear" }).click();
    await refused(left);
    await expect(left.features.getByRole("alert")).toHaveText(/^The mask is empty/);

    await left.features.getByLabel("Features of").selectOption({ index: 0 });
    await computed(left);
  });

  test("a drawing lands on the file's own voxels, however its axes lie", async ({ page }) => {
    // Each voxel holds its own place in the file: i + 20 j + 480 k. Axes run to posterior, left and superior, turned by 20°.
    const [ni, nj, nk] = [20, 24, 12] as const;
    const data = Float32Array.from({ length: ni * nj * nk }, (_, n) => n);
    const [c, s] = [3 * Math.cos(Math.PI / 9), 3 * Math.sin(Math.PI / 9)];
    const affine = [s, -c, 0, 30, -c, -s, 0, 60, 0, 0, 3, -20, 0, 0, 0, 1];
    const image = makeVolume({ data, dims: [ni, nj, nk], spacing: [3, 3, 3], affine });
    const inside = Uint8Array.from(data, (_, n) => (n % ni > 8 && n % ni < 12 ? 1 : 0));
    await serving(page, image, makeVolume({ data: inside, dims: image.dims, spacing: image.spacing, affine }));
    const { images, left } = await openImages(page, "/trials/imaging-followup/patients/IMG-001");
    const kind = images.getByRole("combobox", { name: "Image", exact: true });
    await kind.selectOption(await kind.locator("option", { hasText: "PET" }).getAttribute("value"));
    await expect(left.caption).toContainText("SUV");
    await images.getByRole("button", { name: "Brush" }).click();
    await images.getByLabel("Nib").selectOption("0");
    const seen = new Set<number>();
    for (const point of [
      [0.3, 0.4],
      [0.6, 0.4],
      [0.6, 0.7],
    ] as const) {
      await stroke(page, left, [point]);
      await computed(left);
      // The value under the crosshair, read by the viewer from its own copy.
      const under = Number(/· (\d+) SUV$/.exec(await wordsOf(left.caption))?.[1]);
      await expect.poll(() => headlineOf(left, "Mean").catch(() => -1)).toBe(under);
      seen.add(under);
      const values = await downloaded(page, left);
      expect(Number(values.get("stat_min")?.["value"])).toBe(under);
      expect(Number(values.get("stat_max")?.["value"])).toBe(under);
      await left.features.getByRole("button", { name: "Clear" }).click();
      await refused(left);
    }
    expect(seen.size).toBe(3);
  });

  // Input of the table that every entry refuses alike (packages/features/src/testing/bad-input.ts), by an image's kind.
  for (const bad of BAD_INPUT.filter(({ kind, label }) => kind !== null && label === 1)) {
    test(`refused with Node's own sentence: ${bad.what}`, async ({ page }) => {
      const modality = bad.kind === "PT" ? "PT" : "CT";
      await serving(page, bad.image, bad.mask);
      const { images, left } = await openImages(page, "/trials/imaging-followup/patients/IMG-001");
      if (modality === "PT") {
        const kind = images.getByRole("combobox", { name: "Image", exact: true });
        await kind.selectOption(await kind.locator("option", { hasText: "PET" }).getAttribute("value"));
        await expect(left.caption).toContainText("SUV");
      }
      await images.getByRole("checkbox", { name: "Features live" }).check();
      await refused(left);
      const region = { mask: bad.mask, label: bad.label };
      const answer = liveFeatures({ image: bad.image, kind: modality, name: "", region });
      if (!("problems" in answer)) throw new Error("Node accepts it.");
      expect(answer.problems[0]?.code).toBe(bad.code);
      await expect(left.features.getByRole("alert")).toHaveText(answer.problems.map((p) => p.message).join(""));
    });
  }

  test("a flat region says of each value why there is none", async ({ page }) => {
    const flat = makeVolume({ data: new Float32Array(60).fill(7), dims: GOOD_IMAGE.dims, spacing: GOOD_IMAGE.spacing });
    await serving(page, flat, GOOD_MASK);
    const { images, left } = await openImages(page, "/trials/imaging-followup/patients/IMG-001");
    await images.getByRole("checkbox", { name: "Features live" }).check();
    await computed(left);
    await left.features.getByRole("button", { name: /^All \d+ features/ }).click();
    await left.features.getByLabel("Family").selectOption({ label: "Size and shape (29)" });
    await expect(left.features.getByRole("row", { name: /Moran's I index N365/ })).toContainText(
      "all values are equal",
    );
    await expect(left.features).toContainText("into 1 grey level(s); texture says little");
  });
});

test.describe("a blinded reader", () => {
  test.use({ person: "reader", expectedConsole: [/status of 422/] });
  // Where another test has opened the trial's reading, the later scan is withheld.
  const ONE = ["left scan"];

  test("draws, undoes, loses the page, saves, exports and finds the mask on the same voxels", async ({
    page,
    request,
  }) => {
    const drawn = { trial: "imaging-followup", subject: "IMG-002" };
    const address = `/trials/${drawn.trial}/patients/${drawn.subject}`;
    let { images, left } = await openImages(page, address, ONE);
    const saving = () => images.getByRole("form", { name: "Save the drawing, left scan" });
    await images.getByRole("button", { name: "Brush" }).click();
    await images.getByLabel("Nib").selectOption("5");
    await stroke(page, left, [[0.45, 0.45]]);
    await computed(left);
    const centre = (await left.caption.getAttribute("data-place"))!.split(",").map(Number);
    const [volume, mean] = [await headlineOf(left, "Volume"), await headlineOf(left, "Mean")];
    /** The first stroke stands, and nothing else. */
    const isFirst = async () => {
      await expect.poll(() => headlineOf(left, "Volume").catch(() => 0)).toBe(volume);
      expect(await headlineOf(left, "Mean")).toBe(mean);
    };
    await stroke(page, left, [
      [0.5, 0.5],
      [0.55, 0.5],
    ]);
    const isMore = () => expect.poll(() => headlineOf(left, "Volume").catch(() => 0)).toBeGreaterThan(volume);
    await isMore();
    await left.canvas.press("Control+z");
    await isFirst();
    await left.features.getByRole("button", { name: "Redo" }).click();
    await isMore();
    await left.features.getByRole("button", { name: "Undo" }).click();
    await isFirst();
    await expect(saving()).toHaveAttribute("data-draft", "kept");

    // The page is lost; what was under the pen is back.
    ({ images, left } = await openImages(page, address, ONE));
    await expect(saving()).toHaveAttribute("data-draft", "restored");
    await images.getByRole("checkbox", { name: "Features live" }).check();
    await left.features.getByLabel("Features of").selectOption("drawn here, not recorded");
    await isFirst();
    const reason = saving().getByLabel(/^Why version/);
    if (await reason.isVisible()) await reason.fill("drawn again");
    await saving()
      .getByRole("button", { name: /^Save version/ })
      .click();
    await expect(saving().getByRole("status")).toHaveText(/^Version \d+ is saved\.$/);

    // As a file: a disc on the scan's voxels, about the one that was under the crosshair.
    await images.getByText(/^Drawn masks/).click();
    const row = images.getByRole("list", { name: "Drawn masks, left scan" }).getByRole("listitem").first();
    const coming = page.waitForEvent("download");
    await row.getByRole("link", { name: "NIfTI" }).click();
    const exported = readFileSync(await (await coming).path());
    const mask = readVolume(exported, gunzipSync);
    const inside = [...mask.data.keys()].filter((p) => mask.data[p] !== 0);
    const [ni, nj] = mask.dims;
    const middle = [
      (p: number) => p % ni,
      (p: number) => Math.floor(p / ni) % nj,
      (p: number) => Math.floor(p / (ni * nj)),
    ].map((at) => inside.reduce((sum, p) => sum + at(p), 0) / inside.length) as [number, number, number];
    const apart = toWorld(mask.affine, ...middle).map((mm, c) => Math.abs(mm - centre[c]!));
    expect(Math.hypot(...apart), "within the voxel that was clicked").toBeLessThan(Math.hypot(...mask.spacing) / 2);
    expect((inside.length * voxelVolumeMm3(mask)) / 1000).toBeCloseTo(volume, 2);
    const { images: scans } = await answerOf<{
      readonly images: readonly { id: string; file: string; masks: readonly { id: string; authorKind: string }[] }[];
    }>(request, "trials.patient", drawn);
    const scan = scans.find((s) => s.masks.some((m) => m.authorKind === "drawn"))!;
    const bytes = async (path: string) => (await request.get(path)).body();
    const file = readVolume(await bytes(`/api/images/${scan.id}/v.nii.gz`), gunzipSync);
    expect(geometryDifferences(file, mask)).toEqual([]);
    const stored = scan.masks.find((m) => m.authorKind === "drawn")!;
    expect((await bytes(`/api/masks/${stored.id}/mask.nii.gz`)).equals(exported), "the same bytes").toBe(true);

    // Another day: no draft; the version is opened, and is the same.
    ({ images, left } = await openImages(page, address, ONE));
    await images.getByRole("checkbox", { name: "Features live" }).check();
    await images.getByText(/^Drawn masks/).click();
    await images
      .getByRole("list", { name: "Drawn masks, left scan" })
      .getByRole("button", { name: "Open" })
      .first()
      .click();
    await left.features.getByLabel("Features of").selectOption("drawn here, not recorded");
    await isFirst();

    // A ruler by its key: as long as its ends lie apart.
    const end = async (at: readonly [number, number]) => {
      await left.canvas.click({ position: await within(left, at) });
      return (await left.caption.getAttribute("data-place"))!.split(",").map(Number);
    };
    await left.canvas.press("s");
    const [from, to] = [await end([0.4, 0.5]), await end([0.6, 0.55])];
    await left.canvas.press("r");
    await stroke(page, left, [
      [0.4, 0.5],
      [0.6, 0.55],
    ]);
    const measured = images.getByRole("list", { name: "Measured, left scan" });
    await expect(measured).toContainText(/Ruler, slice \d+: [\d.]+ mm/);
    const mm = Number(/: ([\d.]+) mm/.exec(await wordsOf(measured))?.[1]);
    expect(Math.abs(mm - Math.hypot(...from.map((x, c) => x - to[c]!)))).toBeLessThan(0.6);
    await expect(images.locator('[data-viewer="left scan"] svg')).toHaveAttribute("data-lines", "1");
  });

  test("has the same scan open in two tabs: neither drawing is written over the other unasked", async ({ page }) => {
    // Two pairs of viewers draw in software.
    test.slow();
    const address = "/trials/imaging-followup/patients/IMG-001";
    const other = await page.context().newPage();
    const here = await openImages(page, address, ONE);
    const there = await openImages(other, address, ONE);
    const draft = (images: typeof here.images) => images.getByRole("form", { name: "Save the drawing, left scan" });
    const draw = async (tab: typeof page, { images, left }: typeof here, to: [number, number]) => {
      await images.getByRole("button", { name: "Brush" }).click();
      await stroke(tab, left, [[0.5, 0.5], to]);
    };
    await draw(page, here, [0.55, 0.5]);
    await expect(draft(here.images)).toHaveAttribute("data-draft", "kept");
    await draw(other, there, [0.5, 0.6]);
    const asked = draft(there.images).getByRole("alert");
    await expect(asked).toContainText("Another window keeps another drawing of yours of this scan");
    await asked.getByRole("button", { name: "Load what is kept there" }).click();
    await expect(draft(there.images)).toHaveAttribute("data-draft", "restored");
    await computed(here.left);
    await computed(there.left);
    expect(await headlineOf(there.left, "Volume")).toBe(await headlineOf(here.left, "Volume"));

    // Drawn on there, the tab here is the one that is behind; the reader says that this one counts.
    await draw(other, there, [0.6, 0.6]);
    await expect(draft(there.images)).toHaveAttribute("data-draft", "kept");
    await draw(page, here, [0.45, 0.4]);
    await draft(here.images).getByRole("button", { name: "Keep what is here" }).click();
    await expect(draft(here.images)).toHaveAttribute("data-draft", "kept");
    await expect(draft(here.images).getByRole("alert")).toHaveCount(0);
  });

  test("gets features of what they draw, and of no one else's delineation", async ({ page }) => {
    const { images, left } = await openImages(page, PATIENT, ONE);
    await images.getByRole("checkbox", { name: "Features live" }).check();
    await expect(left.features.getByLabel("Features of").locator("option")).toHaveText(["drawn here, not recorded"]);
    await images.getByRole("button", { name: "Brush" }).click();
    await stroke(page, left, [
      [0.45, 0.45],
      [0.55, 0.5],
    ]);
    await computed(left);
    expect(await headlineOf(left, "Volume")).toBeGreaterThan(0);
  });
});
