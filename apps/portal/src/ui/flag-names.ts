import { criterionName } from "./criterion-names.ts";

/** Families of early signs; the definition within a family is named by its paper. */
const families: Readonly<Record<string, string>> = {
  hyperprogression: "Hyperprogression",
  pseudoprogression: "Pseudoprogression",
  "pseudoprogression-prospective": "Pseudoprogression, prospective",
  dissociated: "Dissociated response",
  abscopal: "Abscopal response",
  adscopal: "Adscopal response",
  criterion: "Criterion",
};

const definitions: Readonly<Record<string, string>> = {
  mrano: "Modified RANO",
  "rano-12-weeks": "RANO 12 weeks",
  "irano-6-months": "iRANO six months",
  "irecist-clinical-stability": "iRECIST with clinical stability",
  "out-of-field-recist": "RECIST outside the field",
  "near-field-recist": "RECIST near the field",
  "saada-bouzid-2017": "Saâda-Bouzid 2017",
  "bernard-tessier-2020": "Bernard-Tessier 2020",
};

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** What the definition looks for, without whose it is: `hyperprogression/champiat-2017` → `Hyperprogression`. */
export function flagFamily(definition: string): string {
  const [family = ""] = definition.split("/");
  return families[family] ?? capitalised(family.replaceAll("-", " "));
}

/** `hyperprogression/champiat-2017` → `Hyperprogression, Champiat 2017`. */
export function flagName(definition: string): string {
  const [, name] = definition.split("/");
  if (!name) return flagFamily(definition);
  const known = definitions[name] ?? criterionName(name);
  return `${flagFamily(definition)}, ${known === name ? name.split("-").map(capitalised).join(" ") : known}`;
}
