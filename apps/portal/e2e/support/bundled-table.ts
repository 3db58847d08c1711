import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./portal.ts";

/** The folder of a bundled demo trial. */
export const trialFolder = (trial: string): string => join(repository, "packages", "demo", "trials", trial);

/** The rows of a bundled trial's table, read without any code of the product. Only for tables without quoted cells. */
export function bundledTable(trial: string, table: string): Record<string, string>[] {
  const [head = "", ...lines] = readFileSync(join(trialFolder(trial), `${table}.csv`), "utf8")
    .trim()
    .split(/\r?\n/);
  const columns = head.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ""]));
  });
}
