import { hashOf, type ModelCard, modelCard, type Problem, Refusal, type Signature, signature } from "@nadir/domain";
import type { z } from "zod";

/** Zod's issues as problems, each with its path in the document. */
export const problemsOf = (issues: readonly z.core.$ZodIssue[]): Problem[] =>
  issues.slice(0, 30).map((issue) => {
    const path = issue.path.map(String).join(".");
    return {
      code: "WRONG_SHAPE",
      message: `${path || "The document"}: ${issue.message}.`,
      ...(path ? { where: { path } } : {}),
    };
  });

/** The hash of what a signature computes and whence it comes, whatever it is called: a name or a version changes no formula. */
export const formulaHash = ({ inputs, form, origin, training, conformal, bootstrap }: Signature): string =>
  hashOf({ inputs, form, origin, training, conformal, bootstrap });

/** What a signature does not say of itself. */
export interface CardRest {
  readonly speaks: ModelCard["speaks"];
  /** The immune-related event that it foretells, where it foretells one. */
  readonly immuneEvent?: ModelCard["immuneEvent"];
  readonly trainingData?: string | undefined;
  /** Its name and version, where the file's own would be taken: what is fitted here is called `fitted`, version 1. */
  readonly name?: string | undefined;
  readonly version?: string | undefined;
}

/** A signature alone as a card that says no more than the signature does. */
export const cardOfSignature = (given: Signature, rest: CardRest): ModelCard => {
  const { speaks, immuneEvent, trainingData, name, version } = rest;
  const of = { ...given, id: name?.trim() || given.id, version: version?.trim() || given.version };
  return parsed(
    modelCard.safeParse({
      schema: "nadir.model-card/1",
      signature: of,
      speaks,
      ...(immuneEvent ? { immuneEvent } : {}),
      trainingData:
        trainingData?.trim() ||
        (of.origin.kind === "fitted"
          ? `${of.origin.how} (${of.origin.subjects} subjects)`
          : `As published: ${of.origin.printed.map((p) => p.citation).join("; ")}`),
    }),
  );
};

/**
 * A card from a document: a card as it stands, or a signature with what it does not say. Refuses `NO_MODEL` (neither), and
 * every departure from the shape together (`WRONG_SHAPE`).
 */
export function cardOf(document: unknown, rest: CardRest): ModelCard {
  const schema = (document as { schema?: unknown } | null)?.schema;
  if (schema === "nadir.model-card/1") return parsed(modelCard.safeParse(document));
  if (schema === "nadir.signature/1") return cardOfSignature(parsed(signature.safeParse(document)), rest);
  throw new Refusal({
    code: "NO_MODEL",
    message: `The file says of itself '${String(schema ?? "nothing")}'; a model is a card (nadir.model-card/1) or a signature (nadir.signature/1).`,
    found: String(schema),
    expected: "nadir.model-card/1, nadir.signature/1",
  });
}

function parsed<T>(read: z.ZodSafeParseResult<T>): T {
  if (read.success) return read.data;
  throw new Refusal(problemsOf(read.error.issues));
}
