import { z } from "zod";
import { key } from "../record/vocabulary.ts";
import { BIRADS_FORM, LESION_FORMS, type LesionItem, SEMANTIC_FORM } from "./lesion-form.ts";

export const lesionFormId = z.enum(LESION_FORMS.map(({ id }) => id));

/** The columns of a form's items: each optional (not read), each with its closed answers. */
function columnsOf<const Items extends readonly LesionItem[]>(items: Items) {
  return Object.fromEntries(
    items.map(({ id, name, answers }) => [
      id,
      z
        .enum(Object.keys(answers))
        .optional()
        .describe(
          `${name}: ${Object.entries(answers)
            .map(([word, meaning]) => (word === meaning ? word : `${word} (${meaning})`))
            .join(", ")}`,
        ),
    ]),
  ) as { [Id in Items[number]["id"]]: z.ZodOptional<z.ZodEnum<Record<string, string>>> };
}

const head = {
  subject: key,
  visit: key,
  lesion: key,
  reader: z.string().min(1).default("import"),
  /** A draft is the reader's own; only a signed reading counts. */
  state: z.enum(["draft", "signed"]).default("signed"),
};

/** One reader's semantic features of one lesion at one visit. */
export const semanticRow = z
  .strictObject({ ...head, ...columnsOf(SEMANTIC_FORM.items) })
  .describe("One reader's semantic features of one lesion at one visit. An item whose cell is empty was not read.");
export type SemanticRow = z.infer<typeof semanticRow>;

/** One reader's BI-RADS descriptors of one lesion at one visit. */
export const biradsRow = z
  .strictObject({ ...head, ...columnsOf(BIRADS_FORM.items) })
  .describe("One reader's BI-RADS descriptors of one lesion at one visit. An item whose cell is empty was not read.");
export type BiradsRow = z.infer<typeof biradsRow>;

const answered = (items: readonly LesionItem[]) =>
  z.strictObject(columnsOf(items)).refine((answers) => Object.values(answers).some((word) => word !== undefined), {
    error: "no item of the form is answered; answer at least one before it is kept",
  });

/** A reading of a lesion on one of the forms, as the record keeps it. */
export const lesionReading = z.discriminatedUnion("form", [
  z.strictObject({ ...head, form: z.literal(SEMANTIC_FORM.id), answers: answered(SEMANTIC_FORM.items) }),
  z.strictObject({ ...head, form: z.literal(BIRADS_FORM.id), answers: answered(BIRADS_FORM.items) }),
]);
export type LesionReading = z.infer<typeof lesionReading>;

/** A table's row as a reading; items that were not read are left out. */
export function lesionReadingOf(form: LesionReading["form"], row: SemanticRow | BiradsRow): LesionReading {
  const { subject, visit, lesion, reader, state, ...items } = row;
  const answers = Object.fromEntries(Object.entries(items).filter(([, word]) => word !== undefined));
  return { subject, visit, lesion, reader, state, form, answers } as LesionReading;
}
