import { canonicalJson } from "@nadir/domain";
import { extract, parseConfig } from "@nadir/features";
import { makeVolume } from "@nadir/imaging";
import { afterAll, describe, expect, it } from "vitest";
import { FeatureThreads } from "./feature-threads.ts";

const dims = [12, 11, 10] as const;
let state = 7;
const next = (): number => {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
};
const image = makeVolume({ data: Int16Array.from({ length: 1320 }, () => next() * 900), dims, spacing: [1, 1, 2] });
const mask = makeVolume({
  data: Uint8Array.from({ length: 1320 }, () => (next() < 0.8 ? 1 : 0)),
  dims,
  spacing: [1, 1, 2],
});
const config = parseConfig({
  profile: "pyradiomics",
  pyradiomics: { setting: { binWidth: 20 }, imageType: { Original: {}, Wavelet: {}, LoG: { sigma: [1, 2] } } },
});

describe("threads that compute features", () => {
  const threads = new FeatureThreads(2);
  afterAll(() => threads.close());

  it("give the bytes that one thread gives, for a region spread over them and for many at once", async () => {
    const atOnce = canonicalJson(extract({ image, mask, label: 1, config }));
    const answers = await Promise.all([1, 2, 3].map(() => threads.extract({ image, mask, label: 1, config })));
    for (const answer of answers) expect(canonicalJson(answer)).toBe(atOnce);
    const ibsi = { image, mask, label: 1, config: parseConfig({ families: ["statistics", "glcm"] }) };
    expect(canonicalJson(await threads.extract(ibsi))).toBe(canonicalJson(extract(ibsi)));
  }, 60_000);

  it("refuse as one thread refuses, with code and numbers", async () => {
    await expect(threads.extract({ image, mask, label: 7, config })).rejects.toMatchObject({
      code: "LABEL_NOT_FOUND",
      problems: [{ expected: "7" }],
    });
    const other = makeVolume({ data: mask.data, dims, spacing: [1, 1, 3] });
    await expect(threads.extract({ image, mask: other, label: 1, config })).rejects.toMatchObject({
      code: "GEOMETRY_MISMATCH",
    });
  }, 60_000);

  it("heed an abort", async () => {
    const abort = new AbortController();
    const asked = threads.extract({ image, mask, label: 1, config }, abort.signal);
    abort.abort();
    await expect(asked).rejects.toMatchObject({ name: "AbortError" });
  });
});
