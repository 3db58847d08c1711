import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { IMPLEMENTED, type ResponseFile, runResponseConformance } from "./response.ts";

const OWN = fileURLToPath(new URL("../reference/response-vectors", import.meta.url));
const BESIDE = fileURLToPath(new URL("../../../../shared/spec/vectors", import.meta.url));

const read = (folder: string): ResponseFile[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ name, json: JSON.parse(readFileSync(join(folder, name), "utf8")) as unknown }));

describe("response vectors of the repository", () => {
  const files = read(OWN);
  const { results, withoutVectors } = runResponseConformance(files);

  it.each(results.map((result) => [result.id, result] as const))("%s", (_, result) => {
    expect(result.failures).toEqual([]);
    expect(result.passed).toBe(true);
  });

  it("has a vector for every criterion and definition, and no vector for an unknown one", () => {
    expect(files.length).toBeGreaterThanOrEqual(204);
    expect(withoutVectors).toEqual([]);
    expect(results.flatMap((result) => result.compared).every((id) => IMPLEMENTED.includes(id))).toBe(true);
  });

  it("turns red when an expectation is changed, a criterion is unknown, or nothing is expected", () => {
    const [first] = files as [ResponseFile];
    const spoil = (change: (json: Record<string, unknown>) => void) => {
      const json = structuredClone(first.json) as Record<string, unknown>;
      change(json);
      return runResponseConformance([{ name: first.name, json }]).results[0];
    };
    const expected = (json: Record<string, unknown>) => json.expected as Record<string, Record<string, unknown>>;
    const changed = spoil((json) => {
      for (const answer of Object.values(expected(json))) answer.result = "perhaps";
    });
    expect(changed?.failures.map((failure) => failure.key)).toContain("abscopal.result");
    expect(spoil((json) => (expected(json)["recist-9"] = {}))?.failures[0]?.key).toBe("recist-9");
    expect(spoil((json) => (json.expected = {}))?.passed).toBe(false);
    expect(spoil((json) => (json.visits = []))?.failures[0]?.got).toContain("baseline");
  });
});

describe("response vectors beside the repository (../shared)", () => {
  it.skipIf(!existsSync(BESIDE))(
    "all pass, and the repository's copy is the same (skipped where ../shared is absent)",
    () => {
      const beside = read(BESIDE);
      expect(runResponseConformance(beside).results.filter((result) => !result.passed)).toEqual([]);
      const own = new Map(read(OWN).map(({ name, json }) => [name, json]));
      for (const { name, json } of beside) expect(own.get(name)).toEqual(json);
    },
  );
});
