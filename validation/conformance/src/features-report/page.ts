import { catalogueEntryOf, nameOf, profileEntryOf } from "@nadir/features";

/** What one configuration of the suite came to. */
export interface SuiteOutcome {
  readonly set: string;
  readonly configuration: string;
  /** Keys that were compared; for a map one entry a map. */
  readonly keys: readonly string[];
  readonly failed: ReadonlySet<string>;
}

/** The family of a key: of the catalogue, of the profile's class, or what the value describes. */
function familyOf(key: string): string {
  if (/_(img|roi)$/.test(key)) return "image and region";
  if (key.startsWith("map ")) return "response map";
  const profiled = profileEntryOf(key);
  if (profiled) return `${key.split("_").at(-2)} (${key.split(/[_-]/)[0]})`;
  return catalogueEntryOf(nameOf(key).id)!.family;
}

/** docs/conformance/features.md: passed of total per family and configuration. */
export function featuresPage(outcomes: readonly SuiteOutcome[]): string {
  const lines = [
    "# Features against outside reference values",
    "",
    "Passed / total per family and configuration, against values that nobody here computed: the IBSI reference tables and response maps,",
    "the consensus of up to nine teams on soft-tissue sarcomas (0.5 %; rows where at least three teams, and more than half, agree), and",
    "PyRadiomics (1e-9 relative on the original image, 1e-6 on wavelets, 1e-3 on LoG). Written by",
    "`validation/conformance/src/features-report/features-report.test.ts` (`vitest -u`) and compared at every run in which all sets are at hand.",
    "The list of values is made from the tables: a value without a feature fails the run, and so does a feature that a complete table does",
    "not name. Any other cases: `nadir conformance features CASES.json` ([the command line](../command-line.md)).",
  ];
  for (const set of [...new Set(outcomes.map((o) => o.set))]) {
    const inSet = outcomes.filter((o) => o.set === set);
    const families = [...new Set(inSet.flatMap(({ keys }) => keys.map(familyOf)))].sort();
    lines.push("", `## ${set}`, "");
    lines.push(`| Configuration | ${families.join(" | ")} | All |`, `| --- |${" --- |".repeat(families.length + 1)}`);
    for (const { configuration, keys, failed } of inSet) {
      const cell = (wanted: readonly string[]): string =>
        wanted.length === 0 ? "" : `${wanted.filter((key) => !failed.has(key)).length} / ${wanted.length}`;
      const cells = families.map((family) => cell(keys.filter((key) => familyOf(key) === family)));
      lines.push(`| ${configuration} | ${cells.join(" | ")} | ${cell(keys)} |`);
    }
  }
  const total = outcomes.reduce((sum, { keys }) => sum + keys.length, 0);
  const failed = outcomes.reduce((sum, o) => sum + o.keys.filter((key) => o.failed.has(key)).length, 0);
  lines.push("", `Altogether ${total - failed} of ${total} values agree.`, "");
  return lines.join("\n");
}
