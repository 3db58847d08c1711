/** A question about one lesion: its column, its words, and the closed answers with what each means. */
export interface LesionItem {
  readonly id: string;
  readonly name: string;
  readonly answers: Readonly<Record<string, string>>;
  /** The answers stand in an order (for a weighted kappa), apart from those that are no level of it. */
  readonly isOrdinal?: boolean;
}

/** Answers that say that the question does not arise: no level of a scale, left out of agreement. */
export const ASIDE_ANSWERS: readonly string[] = ["not-applicable"];

export interface LesionForm {
  readonly id: "semantic" | "bi-rads";
  readonly title: string;
  readonly version: string;
  readonly source: string;
  readonly items: readonly LesionItem[];
}

const notApplicable = { "not-applicable": "not applicable" } as const;

/**
 * Semantic features of a lesion. The items are those that review 002 (introduction) and 003 (section 1) name: shape, location,
 * vascularity, spiculation, necrosis, attachments, lepidics, margin, oedema. Neither prints answers: the answers are ours.
 */
export const SEMANTIC_FORM = {
  id: "semantic",
  title: "Semantic features",
  version: "1",
  source: "items: reviews 002 (introduction) and 003 (section 1); the closed answers are Nadir's",
  items: [
    {
      id: "shape",
      name: "Shape",
      answers: { round: "round", oval: "oval", lobulated: "lobulated", irregular: "irregular" },
    },
    {
      id: "location",
      name: "Location in the organ",
      answers: {
        central: "central",
        intermediate: "between",
        peripheral: "peripheral",
        "at-surface": "at the surface",
      },
    },
    {
      id: "margin",
      name: "Definition of the margin",
      answers: { well: "well defined", partly: "partly defined", ill: "ill defined" },
      isOrdinal: true,
    },
    {
      id: "spiculation",
      name: "Spiculation",
      answers: { none: "none", fine: "fine", coarse: "coarse" },
      isOrdinal: true,
    },
    {
      id: "vascularity",
      name: "Vascularity",
      answers: { none: "no vessel or enhancement", moderate: "moderate", marked: "marked" },
      isOrdinal: true,
    },
    {
      id: "necrosis",
      name: "Necrosis",
      answers: { none: "none", minor: "less than half", major: "half or more" },
      isOrdinal: true,
    },
    {
      id: "attachments",
      name: "Attachments",
      answers: {
        none: "none",
        vessel: "to a vessel",
        surface: "to pleura or capsule",
        wall: "to a wall",
        several: "several",
      },
    },
    {
      id: "lepidics",
      name: "Lepidic growth",
      answers: { none: "solid", part: "part solid", whole: "ground glass", ...notApplicable },
      isOrdinal: true,
    },
    {
      id: "oedema",
      name: "Oedema around it",
      answers: { none: "none", narrow: "narrower than the lesion", wide: "as wide or wider", ...notApplicable },
      isOrdinal: true,
    },
  ],
} as const satisfies LesionForm;

/** Words of the lexicon of the American College of Radiology; masses on MRI and ultrasound. */
export const BIRADS_FORM = {
  id: "bi-rads",
  title: "BI-RADS descriptors",
  version: "5",
  source: "ACR BI-RADS Atlas, 5th edition (2013): lexicons of MRI and ultrasound, masses",
  items: [
    {
      id: "category",
      name: "Assessment category",
      answers: {
        "0": "incomplete",
        "1": "negative",
        "2": "benign",
        "3": "probably benign",
        "4": "suspicious",
        "5": "highly suggestive of malignancy",
        "6": "known malignancy",
      },
    },
    { id: "shape", name: "Shape", answers: { oval: "oval", round: "round", irregular: "irregular" } },
    {
      id: "mriMargin",
      name: "Margin on MRI",
      answers: {
        circumscribed: "circumscribed",
        irregular: "not circumscribed, irregular",
        spiculated: "not circumscribed, spiculated",
        ...notApplicable,
      },
    },
    {
      id: "internalEnhancement",
      name: "Internal enhancement",
      answers: {
        homogeneous: "homogeneous",
        heterogeneous: "heterogeneous",
        rim: "rim enhancement",
        "dark-septations": "dark internal septations",
        ...notApplicable,
      },
    },
    {
      id: "kineticsInitial",
      name: "Kinetics, initial phase",
      answers: { slow: "slow", medium: "medium", fast: "fast", ...notApplicable },
      isOrdinal: true,
    },
    {
      id: "kineticsDelayed",
      name: "Kinetics, delayed phase",
      answers: { persistent: "persistent", plateau: "plateau", washout: "washout", ...notApplicable },
      isOrdinal: true,
    },
    {
      id: "usMargin",
      name: "Margin on ultrasound",
      answers: {
        circumscribed: "circumscribed",
        indistinct: "indistinct",
        angular: "angular",
        microlobulated: "microlobulated",
        spiculated: "spiculated",
        ...notApplicable,
      },
    },
    {
      id: "usOrientation",
      name: "Orientation on ultrasound",
      answers: { parallel: "parallel", "not-parallel": "not parallel", ...notApplicable },
    },
    {
      id: "usEchoPattern",
      name: "Echo pattern",
      answers: {
        anechoic: "anechoic",
        hyperechoic: "hyperechoic",
        complex: "complex cystic and solid",
        hypoechoic: "hypoechoic",
        isoechoic: "isoechoic",
        heterogeneous: "heterogeneous",
        ...notApplicable,
      },
    },
    {
      id: "usPosterior",
      name: "Posterior features",
      answers: {
        none: "none",
        enhancement: "enhancement",
        shadowing: "shadowing",
        combined: "combined pattern",
        ...notApplicable,
      },
    },
  ],
} as const satisfies LesionForm;

export const LESION_FORMS = [SEMANTIC_FORM, BIRADS_FORM] as const;
export type LesionFormId = (typeof LESION_FORMS)[number]["id"];
export const lesionForm = (id: LesionFormId): LesionForm => LESION_FORMS.find((form) => form.id === id)!;
