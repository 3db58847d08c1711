import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { keepApart, packRows, spread } from "./placement.ts";

const positions = fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { minLength: 1, maxLength: 12 });
const intervals = fc.array(
  fc
    .tuple(fc.double({ min: 0, max: 500, noNaN: true }), fc.double({ min: 1, max: 90, noNaN: true }))
    .map(([from, w]) => ({ from, to: from + w })),
  { minLength: 1, maxLength: 25 },
);

describe("placement of labels", () => {
  test.prop([positions], { seed: 1 })("spread keeps the gap, the order and the frame", (wishes) => {
    const placed = spread(wishes, 12, 0, 300);
    const order = wishes.map((_, i) => i).sort((a, b) => wishes[a]! - wishes[b]! || a - b);
    order.forEach((i, k) => {
      expect(placed[i]!).toBeGreaterThanOrEqual(-1e-9);
      expect(placed[i]!).toBeLessThanOrEqual(300 + 1e-9);
      if (k > 0) expect(placed[i]! - placed[order[k - 1]!]!).toBeGreaterThanOrEqual(12 - 1e-9);
    });
  });

  test.prop([fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 8 })], { seed: 2 })(
    "spread leaves alone what does not touch",
    (gaps) => {
      let at = 0;
      const wishes = gaps.map((g) => {
        at += 12 + g;
        return at;
      });
      spread(wishes, 12, 0, 1000).forEach((p, i) => {
        expect(p).toBeCloseTo(wishes[i]!, 9);
      });
    },
  );

  test.prop([intervals], { seed: 3 })(
    "labels that are kept do not touch, and each one dropped would have",
    (labels) => {
      const kept = keepApart(labels, 4);
      const touches = (a: number, b: number) =>
        labels[a]!.from < labels[b]!.to + 4 && labels[b]!.from < labels[a]!.to + 4;
      labels.forEach((_, i) => {
        const others = labels.map((_l, j) => j).filter((j) => j !== i && kept[j] && touches(i, j));
        expect(others.length > 0).toBe(!kept[i]);
      });
    },
  );

  test.prop([intervals], { seed: 4 })("packed rows hold no two that touch", (list) => {
    const rows = packRows(list, 6);
    list.forEach((a, i) => {
      list.forEach((b, j) => {
        if (i < j && rows[i] === rows[j]) expect(a.to + 6 <= b.from || b.to + 6 <= a.from).toBe(true);
      });
    });
  });
});
