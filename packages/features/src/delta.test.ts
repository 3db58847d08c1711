import { fc, test } from "@fast-check/vitest";
import { deltaRow, type FeatureResult, featureVector } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import {
  CATALOGUE,
  catalogueEntryOf,
  delta,
  ENGINE_VERSION,
  extract,
  fromVector,
  identityFor,
  nameOf,
  parseConfig,
  toVector,
  vanished,
} from "./index.ts";
import { mapImage, randomPair, withSpacing } from "./testing/regions.ts";

const config = parseConfig({ discretisation: { method: "fixed-bin-size", width: 1 } });
const pair = randomPair(3, [4, 4, 4]);
const baseline = extract({ ...pair, config });
const grown = extract({ ...withSpacing(pair, [2, 2, 2]), config });
const row = (rows: ReturnType<typeof delta>, key: string) => rows.find((r) => r.key === key)!;

/** The baseline with one feature set to a number. */
const set = (result: FeatureResult, key: string, value: number | null): FeatureResult => ({
  ...result,
  values: result.values.map((v) => {
    if (v.key !== key) return v;
    const { reason: _reason, ...rest } = v;
    return value === null ? { ...rest, value, reason: "ZERO_VARIANCE" as const } : { ...rest, value };
  }),
});

describe("delta", () => {
  it("of a visit against itself is zero everywhere", () => {
    for (const r of delta(baseline, baseline, 30)) {
      expect(r.absolute === null || r.absolute === 0, r.key).toBe(true);
      expect(r.relative === null || r.relative === 0).toBe(true);
    }
  });

  it("of a volume eight times as large after 60.875 days, by hand", () => {
    const volume = row(delta(baseline, grown, 60.875), "morph_vol_approx");
    expect(volume.relative).toBeCloseTo(7, 12);
    expect(volume.logRatio).toBeCloseTo(Math.log(8), 12);
    expect(volume.ratePerDay).toBeCloseTo((7 * volume.baseline!) / 60.875, 9);
    // Two months: e^{ln 8 / 2} = √8 per month.
    expect(volume.tgrPercentPerMonth).toBeCloseTo(100 * (Math.sqrt(8) - 1), 9);
    // The diameter doubled; its growth rate is that of the volume.
    expect(row(delta(baseline, grown, 60.875), "morph_diam").tgrPercentPerMonth).toBeCloseTo(
      volume.tgrPercentPerMonth!,
      9,
    );
    expect(row(delta(baseline, grown, 60), "stat_mean").tgrPercentPerMonth).toBeUndefined();
  });

  it("gives each missing change its reason", () => {
    const key = "stat_skew";
    expect(row(delta(set(baseline, key, null), grown, 10), key).reasons).toEqual({
      absolute: "BASELINE_MISSING",
      relative: "BASELINE_MISSING",
      logRatio: "BASELINE_MISSING",
      ratePerDay: "BASELINE_MISSING",
      relativeRatePerDay: "BASELINE_MISSING",
      nadirRelative: "BASELINE_MISSING",
    });
    expect(row(delta(set(baseline, key, 0), set(grown, key, 2), 10), key)).toMatchObject({
      absolute: 2,
      relative: null,
      logRatio: null,
      ratePerDay: 0.2,
      relativeRatePerDay: null,
      reasons: { relative: "BASELINE_NEAR_ZERO", logRatio: "NOT_POSITIVE", relativeRatePerDay: "BASELINE_NEAR_ZERO" },
    });
    expect(row(delta(set(baseline, key, -4), set(grown, key, -2), 0.5), key)).toMatchObject({
      absolute: 2,
      relative: 0.5,
      ratePerDay: null,
      reasons: { logRatio: "NOT_POSITIVE", ratePerDay: "LESS_THAN_ONE_DAY" },
    });
  });

  it("measures from the nadir of all earlier visits", () => {
    const key = "stat_mean";
    const low = set(baseline, key, 2);
    const found = row(delta(set(baseline, key, 10), set(grown, key, 3), 90, [low]), key);
    expect(found.nadirRelative).toBeCloseTo(0.5, 12);
    expect(found.relative).toBeCloseTo(-0.7, 12);
  });

  test.prop([
    fc.double({ min: 0.1, max: 1e6, noNaN: true }),
    fc.double({ min: 0.1, max: 1e6, noNaN: true }),
    fc.integer({ min: 1, max: 4000 }),
  ])("swapping the visits turns the sign of the log ratio and keeps the parts consistent", (a, b, days) => {
    const key = "stat_mean";
    const [p, q] = [set(baseline, key, a), set(baseline, key, b)];
    const [there, back] = [row(delta(p, q, days), key), row(delta(q, p, days), key)];
    expect(there.logRatio! + back.logRatio!).toBeCloseTo(0, 9);
    expect(Math.log1p(there.relative!)).toBeCloseTo(there.logRatio!, 6);
    expect(there.relativeRatePerDay! * days).toBeCloseTo(there.relative!, 6);
  });

  it("refuses visits that were computed differently, and says how", () => {
    const other = extract({
      ...pair,
      config: parseConfig({ discretisation: { method: "fixed-bin-number", bins: 16 } }),
    });
    expect(() => delta(baseline, other, 10)).toThrow(/not computed alike: configuration hash [0-9a-f]{64} against/);
    const older = {
      ...baseline,
      provenance: { ...baseline.provenance, engine: { ...baseline.provenance.engine, version: "0.0.9" } },
    };
    expect(() => delta(baseline, older, 10)).toThrow(`engine version ${ENGINE_VERSION} against 0.0.9`);
  });

  it("a vanished lesion has volume 0 and nothing else", () => {
    const rows = delta(baseline, vanished(baseline), 30);
    expect(row(rows, "morph_volume")).toMatchObject({
      followup: 0,
      relative: -1,
      reasons: { logRatio: "NOT_POSITIVE", tgrPercentPerMonth: "NOT_POSITIVE" },
    });
    expect(row(rows, "stat_mean").reasons.absolute).toBe("FOLLOWUP_MISSING");
  });

  it("has the published shape", () => {
    for (const r of delta(baseline, grown, 30)) expect(deltaRow.parse(r)).toEqual(r);
  });
});

describe("stored vectors", () => {
  const flat = extract({ ...mapImage(pair, () => 3), config });

  it("go and come back whole, reasons too", () => {
    for (const result of [baseline, flat]) {
      const vector = toVector(result);
      expect(featureVector.parse(vector)).toEqual(vector);
      expect(fromVector(JSON.parse(JSON.stringify(vector)))).toEqual(JSON.parse(JSON.stringify(result)));
    }
  });

  it("are known before they are computed; image, mask, geometry, label and configuration all count", () => {
    const known = toVector(baseline).identity;
    expect(identityFor(pair.image, pair.mask, [1], config)).toBe(known);
    expect(identityFor(withSpacing(pair, [2, 2, 2]).image, pair.mask, [1], config)).not.toBe(known);
    expect(toVector(flat).identity).not.toBe(known);
    expect(identityFor(pair.image, pair.mask, [2], config)).not.toBe(known);
    expect(identityFor(pair.image, pair.mask, [1], parseConfig({}))).not.toBe(known);
  });

  it("names a key's feature and aggregation, and refuses one that is none", () => {
    expect(nameOf("cm_joint_max_2_5D_comb")).toEqual({
      key: "cm_joint_max_2_5D_comb",
      id: "cm_joint_max",
      code: "GYBY",
      aggregation: "2.5D-merged",
    });
    expect(nameOf("szm_sze_3D").aggregation).toBe("3D");
    expect(nameOf("morph_volume").aggregation).toBeNull();
    expect(() => nameOf("morph_moan")).toThrow(RangeError);
  });
});

describe("catalogue", () => {
  it("has every feature of IBSI 1 once: id, code, name, unit, formula, source", () => {
    const count = (family: string): number => CATALOGUE.filter((e) => e.family === family).length;
    expect(
      [
        "morphology",
        "local-intensity",
        "statistics",
        "histogram",
        "ivh",
        "glcm",
        "glrlm",
        "glszm",
        "gldzm",
        "ngtdm",
        "ngldm",
      ].map(count),
    ).toEqual([29, 2, 18, 23, 7, 25, 16, 16, 16, 5, 17]);
    expect(new Set(CATALOGUE.map((e) => e.id)).size).toBe(CATALOGUE.length);
    const codes = CATALOGUE.flatMap((e) => e.code ?? []);
    expect(new Set(codes).size).toBe(codes.length);
    for (const e of CATALOGUE)
      expect(
        [e.name, e.unit, e.formula, e.source].every((text) => text.length > 0),
        e.id,
      ).toBe(true);
    expect(catalogueEntryOf("cm_joint_max")?.code).toBe("GYBY");
  });
});
