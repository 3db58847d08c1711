import { type CriterionId, type CriterionParameters, criterionParameters } from "@nadir/domain";
import type { BestResponseRules } from "./best-response.ts";

/** Every parameter of every criterion, filled in. A criterion reads those that its schema names (`criterionParameters`). */
export interface Settings extends BestResponseRules {
  readonly holdResponse: "confirmed" | "never" | "always";
  readonly responsePercent: number;
  readonly progressionPercent: number;
  readonly progressionAtLeastMm: number;
  readonly missingLesion: "progression-by-remainder" | "not-evaluable";
  readonly maxTargets: number;
  readonly maxTargetsPerOrgan: number;
  readonly baselineWindowDays: number;
  readonly baseline: "last" | "first" | "after-radiotherapy" | "before-treatment";
  readonly progressionConfirmationDays: number;
  readonly earlyToleranceDays: number;
  readonly confirmByDays: number;
  readonly confirmAtLeastMm: number;
  readonly steroids: "as-published" | "ignored";
  readonly radiotherapyWindowDays: number;
  readonly measure: "2d" | "volume";
  /** Null: what the targets are. */
  readonly component: "enhancing" | "non-enhancing" | "mixed" | null;
  readonly minorResponse: boolean;
  readonly minorPercent: number;
  readonly confirmPd: boolean;
  readonly pdConfirmation: "persistent" | "further-growth";
  readonly windowMonths: number;
}

/** RECIST family: −30 %, +20 % and 5 mm, SD from six weeks, 5 targets and 2 an organ (Eisenhauer 2009). */
const RECIST: Settings = {
  minSdDays: 42,
  acceptSdBetween: 1,
  holdResponse: "never",
  responseConfirmationDays: 28,
  responsePercent: 30,
  progressionPercent: 20,
  progressionAtLeastMm: 5,
  missingLesion: "progression-by-remainder",
  maxTargets: 5,
  maxTargetsPerOrgan: 2,
  baselineWindowDays: 28,
  baseline: "last",
  progressionConfirmationDays: 28,
  earlyToleranceDays: 2,
  confirmByDays: 56,
  confirmAtLeastMm: 5,
  steroids: "as-published",
  radiotherapyWindowDays: 84,
  measure: "2d",
  component: null,
  minorResponse: false,
  minorPercent: 25,
  confirmPd: false,
  pdConfirmation: "persistent",
  windowMonths: 6,
};
/** RECIST 1.1 and iRECIST hold a confirmed partial response until progression (A4). */
const HOLDING: Settings = { ...RECIST, holdResponse: "confirmed" };
const RANO: Settings = {
  ...RECIST,
  minSdDays: 0,
  responsePercent: 50,
  progressionPercent: 25,
  progressionAtLeastMm: 0,
};
/** RANO 2.0 and mRANO by volume (Wen 2023; Ellingson 2017). */
const BY_VOLUME = { responsePercent: 65, progressionPercent: 40, minorPercent: 40 };

const PUBLISHED: Readonly<Record<CriterionId, Settings>> = {
  "recist-1.1": HOLDING,
  irecist: HOLDING,
  imrecist: RECIST,
  irrecist: RECIST,
  // Wolchok 2009: 10 visceral and 5 cutaneous lesions, 5 an organ; no least growth in mm.
  irrc: {
    ...RECIST,
    responsePercent: 50,
    progressionPercent: 25,
    progressionAtLeastMm: 0,
    maxTargets: 15,
    maxTargetsPerOrgan: 5,
  },
  itrecist: RECIST,
  "rano-2010": RANO,
  // A durable response is seen on the next evaluable scan four weeks later (Ellingson 2017): no SD between.
  mrano: { ...RANO, acceptSdBetween: 0, baseline: "after-radiotherapy" },
  "rano-2.0": { ...RANO, maxTargets: 3, baseline: "after-radiotherapy" },
  // "Three months" to the scan that settles (A19).
  irano: { ...RANO, progressionConfirmationDays: 84 },
  "rano-bm": { ...RANO, responsePercent: 30, progressionPercent: 20, progressionAtLeastMm: 5 },
};

type Given = CriterionParameters[CriterionId] | undefined;

/** The published values of a criterion; by volume where the protocol measures volumes. */
function published(id: CriterionId, given: Given): Settings {
  const byVolume = given !== undefined && "measure" in given && given.measure === "volume";
  return byVolume ? { ...PUBLISHED[id], ...BY_VOLUME } : PUBLISHED[id];
}

/** What the case's options settle otherwise, over the published criterion. */
export function settingsOf(id: CriterionId, given: Given): Settings {
  if (given === undefined) return PUBLISHED[id];
  const changes = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...published(id, given), ...(Object.fromEntries(changes) as Partial<Settings>) };
}

export type ParameterValue = string | number | boolean | null;

/** The parameters that a criterion has, with the values it judges by. */
export function parametersOf(id: CriterionId, given?: Given): Readonly<Record<string, ParameterValue>> {
  if (given === undefined) return PARAMETERS[id];
  return named(id, settingsOf(id, given));
}

const named = (id: CriterionId, settings: Settings): Readonly<Record<string, ParameterValue>> =>
  Object.fromEntries(
    Object.keys(criterionParameters[id].shape).map((name) => [name, settings[name as keyof Settings]]),
  );

const PARAMETERS = Object.fromEntries(
  Object.entries(PUBLISHED).map(([id, settings]) => [id, Object.freeze(named(id as CriterionId, settings))]),
) as Readonly<Record<CriterionId, Readonly<Record<string, ParameterValue>>>>;

/**
 * The name under which a criterion judges: its identifier, and what was changed in brackets, `recist-1.1 [minSdDays=56]`.
 * A parameter that is given at its published value is no change.
 */
export function criterionName(id: CriterionId, given?: Given): string {
  if (given === undefined) return id;
  const plain = published(id, given);
  const changes = Object.entries(given)
    .filter(
      ([name, value]) =>
        value !== undefined && (name === "measure" ? value !== "2d" : value !== plain[name as keyof Settings]),
    )
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  return changes.length === 0 ? id : `${id} [${changes.join(", ")}]`;
}

/** The two lines of a plot of changes, signed per cent; null where the criterion has none. */
export interface ChangeThresholds {
  /** Change from baseline that makes a response. */
  readonly response: number | null;
  /** Growth over the smallest sum that makes a progression. */
  readonly progression: number | null;
}

/** By the parameters that an outcome was judged by; without, by the published ones (of volumes where it added up volumes). */
export function changeThresholds(
  id: CriterionId,
  {
    parameters,
    unit,
  }: { readonly parameters?: Readonly<Record<string, unknown>> | null; readonly unit?: string | null },
): ChangeThresholds {
  const byVolume = unit === "mm3" ? ({ measure: "volume" } as Given) : undefined;
  const judgedBy: Readonly<Record<string, unknown>> = parameters ?? parametersOf(id, byVolume);
  const given = (name: string) => {
    const value = judgedBy[name];
    return typeof value === "number" ? value : null;
  };
  const response = given("responsePercent");
  return { response: response === null ? null : -response, progression: given("progressionPercent") };
}
