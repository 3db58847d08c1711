import { filesOfMap, type TrialFiles } from "@nadir/api/intake";
import { randomSource } from "@nadir/statistics";
import { scaleImages } from "./scale-images.ts";

/** The size that the portal is promised for, with some patients more for the visits that lie ahead. */
export const SCALE = { patients: 2020, lesions: 15, sites: 20 } as const;
export const SCALE_TRIAL = "portal-scale";

const TARGETS = 5;
const NEW_LESIONS = 1;
const WEEKS = [0, 9, 18, 27, 36, 45];
const ORGANS = ["lung", "liver", "lymph-node", "adrenal", "bone", "soft-tissue"];
const DAY_MS = 86_400_000;

/**
 * The files of an invented trial of over 2,000 patients, 12,000 visits and 30,000 lesions, with bloods, treatments and adverse
 * events, of whom some have small images. The last visits of the latest patients lie ahead of `today`: they fall due around it
 * and are not on record. The same day and seed give the same bytes.
 */
export function scaleTrial(today: string, patients: number = SCALE.patients): TrialFiles {
  const random = randomSource(20261128);
  const uniform = (from: number, to: number) => from + (to - from) * random.uniform();
  const end = Date.parse(today);
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const tables: Record<string, string[]> = {
    subjects: ["key,site,arm,treatmentStart,sex,ageYears"],
    visits: ["subject,id,date,role,ecog"],
    lesions: ["subject,id,role,organ,node,certainty"],
    measurements: ["subject,visit,lesion,reader,longestMm,status"],
    observations: ["subject,date,code,value,unit,referenceLow,referenceHigh"],
    treatments: ["subject,id,kind,name,agentClass,start"],
    "adverse-events": ["subject,id,term,grade,start,immuneRelated,serious"],
  };
  const add = (table: string, ...cells: (string | number)[]) => tables[table]!.push(cells.join(","));
  for (let p = 0; p < patients; p++) {
    const subject = `S${String(p + 1).padStart(4, "0")}`;
    const arm = p % 2 === 0 ? "combination" : "single";
    const start = end - Math.round(uniform(300, 750)) * DAY_MS;
    const dates = WEEKS.map((week) => start + (week === 0 ? -7 : 7 * week + Math.round(uniform(-4, 4))) * DAY_MS);
    const past = dates.filter((at) => at <= end);
    add(
      "subjects",
      subject,
      `site-${(p % SCALE.sites) + 1}`,
      arm,
      day(start),
      p % 3 ? "female" : "male",
      40 + (p % 45),
    );
    add("treatments", subject, "T1", "drug", "checkpoint inhibitor (invented)", "anti-pd-1", day(start));
    if (p % 2 === 0) add("adverse-events", subject, "AE1", "Rash", 1 + (p % 3), day(start + 30 * DAY_MS), "yes", "no");
    past.forEach((at, v) => {
      add("visits", subject, `v${v}`, day(at), v === 0 ? "baseline" : "follow-up", p % 2);
      add("observations", subject, day(at), "LDH", Math.round(uniform(150, 450)), "U/L", 0, 250);
    });
    const drift = uniform(-0.09, 0.09);
    for (let l = 0; l < SCALE.lesions; l++) {
      const role = l < TARGETS ? "target" : l < SCALE.lesions - NEW_LESIONS ? "non-target" : "new";
      const lesion = `${role === "target" ? "T" : role === "new" ? "N" : "NT"}${l + 1}`;
      const organ = ORGANS[(p + (l >> 1)) % ORGANS.length]!;
      const node = organ === "lymph-node" ? "yes" : "no";
      add(
        "lesions",
        subject,
        lesion,
        role,
        organ,
        role === "target" ? "no" : node,
        role === "new" ? "unequivocal" : "",
      );
      const first = uniform(15, 60);
      for (let v = 0; v < past.length; v++) {
        if (role === "target")
          add("measurements", subject, `v${v}`, lesion, "reader-1", (first * Math.exp(drift * v)).toFixed(1), "");
        else if (role === "non-target") add("measurements", subject, `v${v}`, lesion, "reader-1", "", "present");
        // One patient in five has a new lesion, from the fifth visit on.
        else if (v >= 4 && p % 5 === 0) add("measurements", subject, `v${v}`, lesion, "reader-1", "", "present");
      }
    }
  }
  const imaged = scaleImages(patients);
  const manifest = JSON.stringify({
    schema: "nadir.trial-manifest/1",
    trial: {
      id: SCALE_TRIAL,
      title: "An invented trial at full size",
      disease: "solid-tumour",
      criteria: [{ id: "recist-1.1", primary: true }, { id: "irecist" }],
      sites: Array.from({ length: SCALE.sites }, (_, s) => ({ id: `site-${s + 1}`, name: `Site ${s + 1} (invented)` })),
      arms: ["combination", "single"].map((id) => ({ id, name: id })),
      schedule: WEEKS.map((week, v) => ({
        id: `v${v}`,
        day: week === 0 ? -7 : 7 * week,
        windowBefore: week === 0 ? 21 : 7,
        windowAfter: week === 0 ? 7 : 7,
      })),
      provenance: {
        origin: "Made by validation/benchmarks/src/portal/scale-trial.ts; nobody is described",
        licence: "CC0 1.0",
        citation: "none",
      },
    },
    tables: {
      ...named("subjects", "visits", "lesions", "measurements", "observations", "treatments", "images", "masks"),
      adverseEvents: "adverse-events.csv",
    },
  });
  const files = new Map([
    ["trial.json", manifest],
    ...Object.entries({ ...tables, ...imaged.tables }).map(
      ([name, lines]) => [`${name}.csv`, `${lines.join("\n")}\n`] as const,
    ),
  ]);
  const encoder = new TextEncoder();
  return filesOfMap(
    "trial.json",
    new Map([...[...files].map(([name, text]) => [name, encoder.encode(text)] as const), ...imaged.files]),
  );
}

const named = (...tables: string[]): Record<string, string> =>
  Object.fromEntries(tables.map((table) => [table, `${table}.csv`]));
