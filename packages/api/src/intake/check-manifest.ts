import {
  type CriterionId,
  type Disease,
  type Manifest,
  type Problem,
  responseCaseOptions,
  tumourType,
  unusualCriteria,
} from "@nadir/domain";
import { badFileName } from "./file-name.ts";
import { suggestion } from "./nearest-name.ts";
import type { ManifestReading } from "./read-manifest.ts";
import { expectation, pathText } from "./read-manifest.ts";
import { checkValueRules } from "./typed-rows.ts";

/** Which disease a criterion was written for; the others are for solid tumours and the body of brain-metastasis trials. */
const FOR_DISEASE: Partial<Record<CriterionId, readonly Disease[]>> = {
  "rano-2010": ["glioma"],
  mrano: ["glioma"],
  "rano-2.0": ["glioma"],
  irano: ["glioma", "brain-metastases"],
  "rano-bm": ["brain-metastases"],
};
const BODY: readonly Disease[] = ["solid-tumour", "brain-metastases"];

/** What a manifest of the right shape can still get wrong. */
export function checkManifest(manifest: Manifest, file: string, lineOf: ManifestReading["lineOf"]): Problem[] {
  const problems: Problem[] = [];
  const tell = (code: string, path: readonly PropertyKey[], sentence: string, found?: string): void => {
    const row = lineOf(path);
    problems.push({
      code,
      message: `${file}${row ? `, line ${row}` : ""}, ${pathText(path)}: ${sentence}`,
      where: { file, path: pathText(path), ...(row ? { row } : {}) },
      ...(found === undefined ? {} : { found }),
    });
  };
  const { trial } = manifest;
  const unique = (path: readonly PropertyKey[], ids: readonly string[], what: string): void =>
    ids.forEach((id, at) => {
      if (ids.indexOf(id) !== at)
        tell("DUPLICATE_KEY", [...path, at, "id"], `the ${what} '${id}' stands twice; keep one.`, id);
    });
  unique(
    ["trial", "sites"],
    trial.sites.map((s) => s.id),
    "site",
  );
  unique(
    ["trial", "arms"],
    trial.arms.map((a) => a.id),
    "arm",
  );
  unique(
    ["trial", "criteria"],
    trial.criteria.map((c) => c.id),
    "criterion",
  );
  unique(
    ["trial", "schedule"],
    trial.schedule.map((v) => v.id),
    "planned visit",
  );
  unique(
    ["sealed"],
    manifest.sealed.map((s) => s.id),
    "sealed set",
  );

  const primary = trial.criteria.filter((c) => c.primary).length;
  if (primary !== 1)
    tell(
      "ONE_PRIMARY_CRITERION",
      ["trial", "criteria"],
      `${primary} criteria are primary; mark exactly one with 'primary: true'.`,
      String(primary),
    );
  trial.criteria.forEach((criterion, at) => {
    const diseases = FOR_DISEASE[criterion.id] ?? BODY;
    if (!diseases.includes(trial.disease))
      tell(
        "CRITERION_FOR_OTHER_DISEASE",
        ["trial", "criteria", at, "id"],
        `'${criterion.id}' judges ${diseases.join(" or ")}, but the trial's disease is ${trial.disease}.`,
        criterion.id,
      );
  });

  trial.tumourTypes?.forEach((id, at) => {
    const { diseases, name } = tumourType(id);
    if (!diseases.includes(trial.disease))
      tell(
        "TUMOUR_TYPE_OF_OTHER_DISEASE",
        ["trial", "tumourTypes", at],
        `${name} stands under the disease ${diseases.join(" or ")}, but the trial's is ${trial.disease}; correct one of the two.`,
        id,
      );
    if (trial.tumourTypes!.indexOf(id) !== at)
      tell("DUPLICATE_KEY", ["trial", "tumourTypes", at], `the tumour type '${id}' stands twice; keep one.`, id);
  });

  trial.criteria.forEach((criterion, at) => {
    const parsed = responseCaseOptions.safeParse({ [criterion.id]: criterion.parameters });
    for (const issue of parsed.success ? [] : parsed.error.issues) {
      const names = issue.code === "unrecognized_keys" ? issue.keys : [String(issue.path[1] ?? "parameters")];
      for (const name of names)
        tell(
          "BAD_PARAMETER",
          ["trial", "criteria", at, "parameters", name],
          issue.code === "unrecognized_keys"
            ? `'${criterion.id}' has no parameter '${name}'.`
            : `the parameter cannot be used; ${expectation(issue).sentence}.`,
          name,
        );
    }
  });

  const siteIds = trial.sites.map((s) => s.id);
  const armIds = trial.arms.map((a) => a.id);
  manifest.sealed.forEach((set, at) => {
    for (const [name, ids, known] of [
      ["arms", set.arms, armIds],
      ["sites", set.sites, siteIds],
    ] as const)
      ids.forEach((id, n) => {
        if (!known.includes(id))
          tell(
            "UNKNOWN_REFERENCE",
            ["sealed", at, name, n],
            `the trial has no ${name.slice(0, -1)} '${id}'.${suggestion(id, known)}`,
            id,
          );
      });
    const rules = [
      set.arms.length + set.sites.length > 0 ? "arms or sites" : null,
      set.from === undefined ? null : "from",
      set.drawn === undefined ? null : "drawn",
      set.everyone === undefined ? null : "everyone",
    ].filter((rule) => rule !== null);
    if (rules.length !== 1)
      tell(
        rules.length === 0 ? "EMPTY_SEALED_SET" : "SEALED_SET_UNCLEAR",
        ["sealed", at],
        rules.length === 0
          ? `the sealed set '${set.id}' names no arm, no site and no other rule; name whose outcomes it seals.`
          : `the sealed set '${set.id}' has the rules ${rules.join(" and ")}; keep one.`,
      );
  });

  for (const [table, name] of Object.entries(manifest.tables)) {
    const bad = badFileName(name);
    if (bad) tell("BAD_FILE_NAME", ["tables", table], `'${name}' ${bad}; name a file beside the manifest.`, name);
  }
  problems.push(...checkValueRules(manifest, file, lineOf));
  return problems;
}

/** Criteria of the trial that were not written for any of its tumour types: told, never refused. */
export function unusualCriteriaOf({ trial }: Manifest, file: string, lineOf: ManifestReading["lineOf"]): Problem[] {
  return unusualCriteria(trial).map(({ at, criterion, sentence }) => {
    const path = ["trial", "criteria", at, "id"];
    const row = lineOf(path);
    return {
      code: "CRITERION_UNUSUAL_FOR_TUMOUR_TYPE",
      message: `${file}${row ? `, line ${row}` : ""}, ${pathText(path)}: ${sentence} It is judged as named.`,
      where: { file, path: pathText(path), ...(row ? { row } : {}) },
      found: criterion,
    };
  });
}
