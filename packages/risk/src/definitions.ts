import type { ResponseCase } from "@nadir/domain";
import { abscopal } from "./abscopal.ts";
import { dissociated } from "./dissociated.ts";
import { hyperprogression } from "./hyperprogression.ts";
import { pseudoprogression } from "./pseudoprogression.ts";

/** The definitions that a case may be asked for beside the response criteria, by their identifier in the vectors. */
export const DEFINITIONS = {
  hyperprogression: { title: "Hyperprogression, six definitions", answer: hyperprogression },
  dissociated: { title: "Dissociated response", answer: dissociated },
  abscopal: { title: "Abscopal response", answer: abscopal },
  pseudoprogression: { title: "Pseudoprogression", answer: pseudoprogression },
} as const satisfies Record<string, { title: string; answer: (document: ResponseCase) => unknown }>;
export type DefinitionId = keyof typeof DEFINITIONS;

export const isDefinition = (id: string): id is DefinitionId => Object.hasOwn(DEFINITIONS, id);
