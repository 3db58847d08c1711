import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Gathered, StoredAssociations, StoredModel } from "@nadir/api/radiogenomics";
import {
  drawAssociations,
  gatherRadiogenomics,
  radiogenomicsReport,
  scanTrial,
  storedRadiogenomics,
  testedPairs,
} from "@nadir/api/radiogenomics";
import { asSystem } from "@nadir/db";
import { csvText, type RadiogenomicsSettings } from "@nadir/domain";
import { withInstallation } from "../installation.ts";
import { message } from "../speak.ts";
import { imageneTables } from "./imagene.ts";

/** The trial's features and markers, without anybody who is in a sealed set. */
export async function gatherFromTrial(trial: string, settings: RadiogenomicsSettings): Promise<Gathered> {
  return withInstallation(({ db }) =>
    asSystem(db, `radiogenomics of ${trial} beside files`, (tx) => gatherRadiogenomics(tx, trial, settings)),
  );
}

/** Scans a trial's record, stores what is new, and writes the report's files where a folder is named. */
export async function scanFromTrial(trial: string, settings: RadiogenomicsSettings, folder: string | undefined) {
  return withInstallation(async ({ db }) => {
    const made = await scanTrial({
      db,
      trialKey: trial,
      settings,
      askedBy: "the command line",
      onProgress: ({ step, done, total }) => {
        if (total <= 1 || done % 20 === 0 || done === total)
          message(`  ${step}${total > 1 ? ` ${done} of ${total}` : ""}`);
      },
    });
    const found = await asSystem(db, `read the radiogenomics of ${trial}`, (tx) =>
      storedRadiogenomics(tx, made.associations.id, made.model?.id ?? null),
    );
    const { title, sealed, associations, model } = found;
    if (folder !== undefined) {
      const gathered = await asSystem(db, `write the tables of ${trial}`, (tx) =>
        gatherRadiogenomics(tx, trial, settings),
      );
      const imagene = imageneTables(gathered);
      if (!imagene) message("No table for ImaGene: no feature or no number of a marker is known of everybody.");
      const files = { ...filesOf({ key: trial, title, sealed }, associations, model), ...imagene };
      await mkdir(folder, { recursive: true });
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
      message(`written to ${folder}: ${Object.keys(files).join(", ")}`);
    }
    return { made, ...found };
  });
}

function filesOf(
  trial: { key: string; title: string; sealed: number },
  associations: StoredAssociations,
  model: StoredModel | null,
): Record<string, string> {
  const { result } = associations;
  return {
    "report.html": radiogenomicsReport(trial, associations, model ? [model] : []),
    "associations.csv": csvText(
      ["feature", "target", "test", "n", "effect", "p", "q"],
      testedPairs(result).map((r) => [r.feature, r.target, r.test, r.n, r.effect, r.p, r.q]),
    ),
    "heat-map.svg": drawAssociations(result, { background: true }),
    "associations.json": `${JSON.stringify(associations, null, 2)}\n`,
    ...(model ? { "model.json": `${JSON.stringify(model, null, 2)}\n` } : {}),
  };
}
