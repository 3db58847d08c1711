import { gzipSync } from "node:zlib";
import { canonicalJson, Refusal } from "@nadir/domain";
import { extract, parseConfig } from "@nadir/features";
import { makeVolume, withData, writeNifti } from "@nadir/imaging";
import { afterAll, describe, expect, it } from "vitest";
import { FeatureThreads } from "./feature-threads.ts";
import { volumeFromBytes } from "./volume-bytes.ts";

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
  });

  it("take the region from files too", async () => {
    const files = { image: writeNifti(image), mask: gzipSync(writeNifti(mask)) };
    const [shared, alone] = [
      await threads.extractFiles({ ...files, label: 1, config }),
      extract({ image: volumeFromBytes(files.image), mask: volumeFromBytes(files.mask), label: 1, config }),
    ];
    expect(canonicalJson(shared)).toBe(canonicalJson(alone));
    await expect(threads.extractFiles({ ...files, mask: new Uint8Array(9), label: 1, config })).rejects.toBeInstanceOf(
      Refusal,
    );
  });

  it("give it for many regions of one image too, each mask in memory that another had before", async () => {
    const ball = (n: number) =>
      withData(
        mask,
        mask.data.map((x, p) => (p % 7 === n % 7 ? 0 : x)),
      );
    const small = parseConfig({ families: ["statistics", "glcm"] });
    let next = 0;
    await Promise.all(
      [1, 2].map(async () => {
        for (let n = next++; n < 9; n = next++) {
          const region = { image, mask: ball(n), label: 1, config: small };
          expect(canonicalJson(await threads.region(region))).toBe(
            canonicalJson(extract({ ...region, mask: ball(n) })),
          );
        }
      }),
    );
    await expect(threads.region({ image, mask, label: 7, config: small })).rejects.toMatchObject({
      code: "LABEL_NOT_FOUND",
    });
  });

  it("refuse as one thread refuses, with code and numbers", async () => {
    await expect(threads.extract({ image, mask, label: 7, config })).rejects.toMatchObject({
      code: "LABEL_NOT_FOUND",
      problems: [{ expected: "7" }],
    });
    const other = makeVolume({ data: mask.data, dims, spacing: [1, 1, 3] });
    await expect(threads.extract({ image, mask: other, label: 1, config })).rejects.toMatchObject({
      code: "GEOMETRY_MISMATCH",
    });
  });

  it("heed an abort", async () => {
    const abort = new AbortController();
    const asked = threads.extract({ image, mask, label: 1, config }, abort.signal);
    abort.abort();
    await expect(asked).rejects.toMatchObject({ name: "AbortError" });
  });
});
