/**
 * Import of the 628 patients of the atezolizumab trial, from files to committed record with every check, against a raw
 * COPY of the same CSV files into tables without rules, in the same server and run. Promise: under 5 s.
 */
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { filesOfFolder, importTrial } from "@nadir/api/intake";
import { DEMO_TRIALS } from "@nadir/demo";
import postgres from "postgres";
import { conclude, timed } from "./measure.ts";
import { withOwnServer } from "./own-server.ts";

const trial = DEMO_TRIALS.find(({ key }) => key === "atezolizumab-kinetics");
if (!trial) throw new Error("The bundled trial atezolizumab-kinetics is gone.");
const { folder } = trial;

await withOwnServer(async ({ adminUrl, db, store }) => {
  const importing = async () => {
    const outcome = await importTrial({ db, store, by: "system", files: await filesOfFolder(folder) });
    if (outcome.problems.length > 0) throw new Error(outcome.problems[0]?.message);
    return outcome;
  };
  let rows = 0;
  const measuredMs = await timed(async () => {
    const { counts } = await importing();
    rows = Object.values(counts).reduce((sum, count) => sum + (count?.new ?? 0), 0);
  });
  const againMs = await timed(importing);
  const copyMs = await timed(() => rawCopy(adminUrl));
  conclude({
    name: "import of 628 patients",
    targetMs: 5_000,
    measuredMs,
    baseline: { what: "a raw COPY of the same files", ms: copyMs },
    detail: { rows, rowsPerSecond: Math.round(rows / (measuredMs / 1000)), importAgainMs: Math.round(againMs) },
  });
});

async function rawCopy(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    for (const file of (await readdir(folder)).filter((name) => name.endsWith(".csv"))) {
      const table = `raw_${file.replace(/\W/g, "_")}`;
      await sql.unsafe(`CREATE TABLE ${table} (line text)`);
      // One column a line: the bytes go in as they are, which is the least that any import must do.
      const copy = await sql
        .unsafe(`COPY ${table} FROM STDIN WITH (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02')`)
        .writable();
      await pipeline(createReadStream(join(folder, file)), copy);
    }
  } finally {
    await sql.end();
  }
}
