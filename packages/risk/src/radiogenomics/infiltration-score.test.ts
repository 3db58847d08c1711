import { expect, it } from "vitest";
import type { GeneTable } from "./gene-table.ts";
import { infiltrationScore } from "./infiltration-score.ts";

const i = Array.from({ length: 8 }, (_, k) => k + 1);
const rows = {
  A1: i.map(Math.sin),
  A2: i.map((k) => Math.cos(2 * k)),
  A3: i.map((k) => k % 3),
  B1: i.map(Math.cos),
  B2: i.map((k) => Math.sin(3 * k)),
  FLAT: i.map(() => 1),
};
const table: GeneTable = {
  genes: Object.keys(rows),
  samples: i.map((k) => `S${k}`),
  values: Object.values(rows).map((v) => Float64Array.from(v)),
};
const set = (name: string, ...genes: string[]) => ({ name, genes });

it("is the difference of R's prcomp(scale. = TRUE) first components, turned towards higher expression", () => {
  // R 4.2: prcomp(cbind(sin(i), cos(2 i), i %% 3), scale. = TRUE)$x[, 1]; its weights sum to -0.2572, so it is turned.
  const a = [
    -0.375642803149697, -1.438441945109381, 1.959351380099932, 0.405651412532071, -0.9935529082716, 1.989886126532669,
    0.201440092516028, -1.748691355150024,
  ];
  // R 4.2: prcomp(cbind(cos(i), sin(3 i)), scale. = TRUE)$x[, 1]; weights -0.7071 twice, turned as well.
  const b = [
    -0.711707179832509, 0.702858434607871, 0.538705069929994, 1.218012101022974, -0.999631376516254, -0.177237341587565,
    -1.67322515985695, 1.102225452232437,
  ];
  const found = infiltrationScore(table, [set("A", "A1", "A2", "A3", "FLAT")], [set("B", "B1", "B2", "ABSENT")]);
  found.forEach((v, s) => {
    expect(v, `sample ${s + 1}`).toBeCloseTo(-a[s]! + b[s]!, 9);
  });
});
it("refuses a set of which fewer than two genes vary", () => {
  expect(() => infiltrationScore(table, [set("A", "A1", "FLAT")], [set("B", "B1", "B2")])).toThrow(/1 of the 2 genes/);
  expect(() => infiltrationScore(table, [], [set("B", "B1", "B2")])).toThrow(/count for it/);
});
