import { describe, expect, test } from "vitest";
import { BIRADS_FORM, LESION_FORMS, SEMANTIC_FORM } from "./lesion-form.ts";
import { biradsRow, lesionReading, lesionReadingOf, semanticRow } from "./lesion-reading.ts";

const head = { subject: "S1", visit: "base", lesion: "T1", reader: "r1" };

describe("forms of a lesion", () => {
  test("the semantic form has every feature that the founding reviews name", () => {
    // seed-rows.md, D39, in its order.
    expect(SEMANTIC_FORM.items.map((i) => i.id).sort()).toEqual(
      [
        ...["shape", "location", "vascularity", "spiculation", "necrosis"],
        ...["attachments", "lepidics", "margin", "oedema"],
      ].sort(),
    );
  });

  test("every answer of every item comes back as it went, through a table's row and a reading", () => {
    for (const [form, schema] of [
      [SEMANTIC_FORM, semanticRow],
      [BIRADS_FORM, biradsRow],
    ] as const)
      for (const { id, answers } of form.items)
        for (const word of Object.keys(answers)) {
          const reading = lesionReadingOf(form.id, schema.parse({ ...head, [id]: word }));
          expect(lesionReading.parse(JSON.parse(JSON.stringify(reading)))).toEqual({
            ...head,
            state: "signed",
            form: form.id,
            answers: { [id]: word },
          });
        }
  });

  test("an answer that is none, an item of the other form and an empty form are refused", () => {
    expect(semanticRow.safeParse({ ...head, shape: "square" }).error!.issues[0]!.message).toMatch(
      /round.*oval.*lobulated.*irregular/,
    );
    expect(semanticRow.safeParse({ ...head, usMargin: "angular" }).success).toBe(false);
    const empty = lesionReading.safeParse({ ...head, form: "semantic", answers: {} });
    expect(empty.error!.issues[0]!.message).toMatch(/no item of the form is answered/);
  });

  test("items and answers are named once each", () => {
    for (const { items } of LESION_FORMS) {
      expect(new Set(items.map((i) => i.id)).size).toBe(items.length);
      for (const { answers } of items) expect(Object.keys(answers).length).toBeGreaterThan(1);
    }
  });
});
