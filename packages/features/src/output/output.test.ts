import { parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { extract, longTable, parquetBytes, parseConfig, wideTable } from "../index.ts";
import { randomPair } from "../testing/regions.ts";

const config = parseConfig({ families: ["morphology", "statistics", "glcm"] });
const [a, b] = [3, 4].map((seed) => extract({ ...randomPair(seed, [5, 4, 3]), label: 1, config })) as [
  ReturnType<typeof extract>,
  ReturnType<typeof extract>,
];
const flat = extract({ ...randomPair(5, [1, 1, 1], [1, 1, 1], 9, 1), label: 1, config });
const both = [
  { name: "a", result: a },
  { name: "one voxel", result: flat },
];

describe("tables of features", () => {
  it("long: one row a value, with unit, reason and provenance", () => {
    const { columns, rows } = longTable([{ name: "a", result: a }]);
    expect(rows).toHaveLength(a.values.length);
    const row = Object.fromEntries(columns.map(({ name }, n) => [name, rows.find((r) => r[0] === "stat_mean")![n]]));
    expect(row).toEqual({
      key: "stat_mean",
      id: "stat_mean",
      code: "Q4LE",
      aggregation: null,
      unit: "intensity",
      value: a.values.find((v) => v.key === "stat_mean")!.value,
      reason: null,
      profile: "ibsi",
      engine: `@nadir/features ${a.provenance.engine.version}`,
      catalogue: a.provenance.catalogueVersion,
      config_hash: a.provenance.configHash,
      image_hash: a.provenance.imageVoxelHash,
      mask_hash: a.provenance.maskVoxelHash,
      labels: "1",
      image: null,
    });
    const several = longTable(both);
    expect(several.columns[0]).toEqual({ name: "region", type: "text" });
    expect(several.rows).toHaveLength(a.values.length + flat.values.length);
  });

  it("wide: one row a region, a column a feature, nothing where it has no value", () => {
    const { columns, rows } = wideTable(both);
    const column = columns.findIndex(({ name }) => name === "cm_contrast_3D_comb");
    expect(rows.map((row) => row[0])).toEqual(["a", "one voxel"]);
    expect(typeof rows[0]![column]).toBe("number");
    expect(rows[1]![column]).toBeNull();
    expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
  });

  it.each([
    ["long", longTable(both)],
    [
      "wide",
      wideTable([
        { name: "a", result: a },
        { name: "b", result: b },
        { name: "one voxel", result: flat },
      ]),
    ],
  ])("Parquet, %s: another reader finds the same cells", async (_kind, table) => {
    const bytes = parquetBytes(table);
    expect(String.fromCharCode(...bytes.subarray(0, 4))).toBe("PAR1");
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const found = await parquetReadObjects({ file });
    expect(found).toHaveLength(table.rows.length);
    for (const [n, row] of table.rows.entries())
      for (const [c, { name }] of table.columns.entries()) expect(found[n]![name] ?? null).toBe(row[c]);
  });
});
