import type { DrawnMask, Image, Mask } from "@nadir/domain";
import { isNull } from "drizzle-orm";
import { boolean, foreignKey, index, integer, jsonb, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { lesion, subjectKey, visit } from "./record-course.ts";
import { record } from "./schemas.ts";
import { documentOf, ofSubject } from "./versioned.ts";

/** One volume of a visit; the voxels are in the object store under `objectHash`, the geometry is the reader's. */
export const image = record.table(
  "image",
  {
    ...ofSubject(),
    visitId: uuid("visit_id").notNull(),
    key: text("key").notNull(),
    modality: text("modality").$type<Image["modality"]>().notNull(),
    description: text("description").notNull(),
    unit: text("unit").$type<Image["unit"]>().notNull(),
    objectHash: text("object_hash").notNull(),
    geometry: jsonb("geometry").$type<Record<string, unknown>>().notNull(),
    simulated: boolean("simulated").notNull().default(false),
    document: documentOf<Image>(),
  },
  (t) => [
    uniqueIndex("image_key").on(t.visitId, t.key).where(isNull(t.supersededAt)),
    unique("image_of_subject").on(t.id, t.subjectId),
    index("image_subject").on(t.subjectId),
    subjectKey("image", t),
    foreignKey({
      name: "image_visit",
      columns: [t.visitId, t.subjectId],
      foreignColumns: [visit.id, visit.subjectId],
    }),
  ],
);

/**
 * The delineation of one lesion on one image: `label` is its value in the object's voxels. One that a reader drew in the
 * viewer has the kind `drawn` and the person's id as its author (migration 0053).
 */
export const mask = record.table(
  "mask",
  {
    ...ofSubject(),
    imageId: uuid("image_id").notNull(),
    lesionId: uuid("lesion_id").notNull(),
    label: integer("label").notNull(),
    objectHash: text("object_hash").notNull(),
    authorKind: text("author_kind").$type<(Mask | DrawnMask)["authorKind"]>().notNull(),
    author: text("author").notNull(),
    document: documentOf<Mask | DrawnMask>(),
  },
  (t) => [
    uniqueIndex("mask_key").on(t.imageId, t.lesionId, t.authorKind, t.author).where(isNull(t.supersededAt)),
    unique("mask_of_subject").on(t.id, t.subjectId),
    index("mask_subject").on(t.subjectId),
    subjectKey("mask", t),
    foreignKey({
      name: "mask_image",
      columns: [t.imageId, t.subjectId],
      foreignColumns: [image.id, image.subjectId],
    }),
    foreignKey({
      name: "mask_lesion",
      columns: [t.lesionId, t.subjectId],
      foreignColumns: [lesion.id, lesion.subjectId],
    }),
  ],
);
