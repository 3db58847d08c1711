import { type Problem, Refusal, type ResponseCase } from "@nadir/domain";
import { parseCase } from "@nadir/response";
import { jsonFiles } from "../case-files.ts";
import { readJson, readText } from "../read-input.ts";
import { casesOfCsv } from "./csv-cases.ts";

/** A case that a path names, checked; or why it cannot be judged. */
export type FoundCase =
  | { readonly name: string; readonly document: ResponseCase; readonly problems?: never }
  | { readonly name: string; readonly document?: never; readonly problems: readonly Problem[] };

export const isTable = (path: string): boolean => /\.csv(\.gz)?$/i.test(path);

/**
 * The cases of a path: one JSON file (one case, or a list of them), every JSON file of a folder, or a table. A case that is
 * wrong in itself comes with its problems; a path or a table that cannot be read at all is refused.
 */
export async function* casesOf(path: string): AsyncGenerator<FoundCase> {
  if (isTable(path)) {
    const { cases, problems } = casesOfCsv(await readText(path), path);
    if (problems.length > 0) throw new Refusal(problems);
    for (const { id, document, problems: found } of cases)
      yield found.length > 0 ? { name: id, problems: found } : checked(id, document);
    return;
  }
  for (const file of await jsonFiles(path)) {
    const json = await readJson(file).catch((error: unknown) => {
      if (error instanceof Refusal) return error;
      throw error;
    });
    if (json instanceof Refusal) yield { name: file, problems: json.problems };
    else if (Array.isArray(json)) for (const [i, one] of json.entries()) yield checked(`${file}, case ${i + 1}`, one);
    else yield checked(file, json);
  }
}

function checked(name: string, json: unknown): FoundCase {
  try {
    return { name, document: parseCase(json) };
  } catch (error) {
    if (error instanceof Refusal) return { name, problems: error.problems };
    throw error;
  }
}
