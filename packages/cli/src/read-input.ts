import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { issueInWords, Refusal, refuse, valueAt } from "@nadir/domain";
import type { z } from "zod";

const inflate = promisify(gunzip);

/** The bytes of a file; a gzip file (by its first two bytes, whatever its name) comes unpacked. Refusal if it cannot be read. */
export async function readBytes(path: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = { ENOENT: "does not exist", EISDIR: "is a folder, not a file", EACCES: "may not be read by this user" }[
      code ?? ""
    ];
    refuse("FILE_UNREADABLE", `The file '${path}' ${why ?? `cannot be read (${code})`}.`, { where: { file: path } });
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await inflate(bytes);
  } catch (error) {
    refuse("GZIP_DAMAGED", `The file '${path}' begins as gzip but does not unpack (${(error as Error).message}).`, {
      where: { file: path },
      expected: "a complete gzip file",
    });
  }
}

export async function readText(path: string): Promise<string> {
  return new TextDecoder("utf-8").decode(await readBytes(path));
}

/** A JSON document; Refusal with the parser's place when it is none. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    refuse("NOT_JSON", `The file '${path}' is not JSON: ${(error as Error).message}.`, { where: { file: path } });
  }
}

/**
 * A JSON document of a known shape; all departures from the shape are listed together, or, where `what` says what the
 * document should be, told in one sentence.
 */
export async function readDocument<S extends z.ZodType>(path: string, schema: S, what?: string): Promise<z.output<S>> {
  const document = await readJson(path);
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  if (what === undefined) refuseIssues(path, parsed.error.issues, document);
  const wrong = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? "the document itself")))];
  refuse("WRONG_SHAPE", `The file '${path}' is not ${what}: missing or wrong are ${wrong.join(", ")}.`, {
    where: { file: path },
    expected: what,
  });
}

/** Zod's issues with a document as problems of one file, each with its path, what is wrong there and what would be right. */
export function refuseIssues(file: string, issues: readonly z.core.$ZodIssue[], document: unknown): never {
  throw new Refusal(
    issues.map((issue) => {
      const path = issue.path.map(String).join(".");
      return {
        code: "WRONG_SHAPE",
        message: `${path || "The document"}: ${issueInWords(issue, valueAt(document, issue.path))}.`,
        where: { file, ...(path ? { path } : {}) },
      };
    }),
  );
}
