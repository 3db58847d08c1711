import { z } from "zod";
import { hashOf } from "../hash.ts";
import { key } from "./vocabulary.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256: 64 digits and letters a to f");
const sentence = z.string().trim().min(1);

/**
 * A model of another laboratory whose features or scores are brought in: nothing of it runs or is trained here. Without
 * its identity and the hash of its training set its values are not taken.
 */
export const importedModel = z.strictObject({
  /** The key that rows of `importedFeatures` name. */
  id: key,
  name: sentence,
  version: sentence,
  /** `score`: the values of a lesion may be compared with each other and with a threshold; `vector`: features. */
  kind: z.enum(["vector", "score"]),
  /** Of the file of weights. */
  weightsSha256: sha256,
  trainingSet: z.strictObject({
    /** Of the list of its subjects, as the makers of the model keep it. */
    sha256,
    description: sentence,
    /**
     * Who was in it, where that may be told: subject tags (64 hexadecimal digits, as reports of Nadir print them) or
     * `trial/subject`. A subject named here cannot be a test subject of a protocol that uses the model.
     */
    subjects: z
      .array(z.string().regex(/^[0-9a-f]{64}$|^[^/\s]+\/[^/\s]+$/, "must be a subject tag or trial/subject"))
      .optional(),
    publicCollections: z.array(sentence).optional(),
  }),
  /** What was done to the image before the model saw it. */
  preprocessing: sentence,
  citation: sentence.optional(),
});
export type ImportedModel = z.infer<typeof importedModel>;

/** The hash under which a protocol names the model, as it names a feature configuration. */
export const importedModelHash = (model: ImportedModel): string => hashOf({ importedModel: model });

/** One value that such a model gave for one lesion on one image of the record. */
export const importedFeature = z.strictObject({
  subject: key,
  visit: key,
  image: key,
  lesion: key,
  model: key,
  feature: key,
  value: z.number(),
});
export type ImportedFeature = z.infer<typeof importedFeature>;
