/** Physical half-lives, s (NuDat 3; F-18, Ga-68 and Rb-82 as the Decay Data Evaluation Project has them). */
export const HALF_LIFE_S = {
  "C-11": 1221.66,
  "N-13": 597.9,
  "O-15": 122.266,
  "F-18": 6584.04,
  "Cu-64": 45_721.1,
  "Ga-68": 4069.8,
  "Rb-82": 76.38,
  "Y-86": 53_064,
  "Zr-89": 282_276,
  "I-124": 360_806.4,
} as const;
export type Nuclide = keyof typeof HALF_LIFE_S;

/** Tracers of immuno-PET, and of every day, with their nuclides. */
export const TRACERS: Readonly<Record<string, { readonly nuclide: Nuclide; readonly target: string }>> = {
  "18F-FDG": { nuclide: "F-18", target: "glucose metabolism" },
  "18F-FLT": { nuclide: "F-18", target: "proliferation" },
  "18F-FET": { nuclide: "F-18", target: "amino-acid transport" },
  "11C-methionine": { nuclide: "C-11", target: "amino-acid transport" },
  "68Ga-FAPI": { nuclide: "Ga-68", target: "fibroblast activation protein" },
  "64Cu-DOTA-PD-1": { nuclide: "Cu-64", target: "PD-1" },
  "64Cu-NOTA-anti-CD8": { nuclide: "Cu-64", target: "CD8" },
  "89Zr-C4": { nuclide: "Zr-89", target: "PD-L1" },
  "89Zr-DFO-6E11": { nuclide: "Zr-89", target: "PD-L1" },
  "89Zr-atezolizumab": { nuclide: "Zr-89", target: "PD-L1" },
  "89Zr-CX-072": { nuclide: "Zr-89", target: "PD-L1" },
  "89Zr-durvalumab": { nuclide: "Zr-89", target: "PD-L1" },
  "89Zr-Df-IAB22M2C": { nuclide: "Zr-89", target: "CD8" },
};

const folded = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Other names of tracers, folded: as scanners and codes (SRT) write them. */
const ALIASES: Readonly<Record<string, string>> = {
  fdg: "18F-FDG",
  fluorodeoxyglucose: "18F-FDG",
  fluorodeoxyglucosef18: "18F-FDG",
  cb1031: "18F-FDG",
  flt: "18F-FLT",
  fluorothymidine: "18F-FLT",
  fet: "18F-FET",
  fluoroethyltyrosine: "18F-FET",
  methionine: "11C-methionine",
};

/**
 * The tracer of the vocabulary that a text names, in whatever order nuclide and agent stand (`Zr-89 atezolizumab`,
 * `[89Zr]atezolizumab`); undefined for one that is not in it. `nuclide`, where known, must agree.
 */
export function tracerOf(text: string, nuclide?: Nuclide): string | undefined {
  const name = folded(text);
  for (const [tracer, { nuclide: own }] of Object.entries(TRACERS)) {
    if (nuclide !== undefined && nuclide !== own) continue;
    const [element, mass] = own.split("-") as [string, string];
    const agent = folded(tracer.slice(tracer.indexOf("-") + 1));
    const labels = [`${mass}${element}`, `${element}${mass}`].map(folded);
    const isLabelled = labels.some((label) => name === label + agent || name === agent + label);
    if (isLabelled || (nuclide === own && name === agent)) return tracer;
  }
  const alias = ALIASES[name] ?? ALIASES[name.replace(/^(f18|18f|c11|11c)|(f18|18f|c11|11c)$/g, "")];
  return alias !== undefined && (nuclide === undefined || TRACERS[alias]!.nuclide === nuclide) ? alias : undefined;
}

const ELEMENTS: Readonly<Record<string, string>> = {
  carbon: "C",
  nitrogen: "N",
  oxygen: "O",
  fluorine: "F",
  copper: "Cu",
  gallium: "Ga",
  rubidium: "Rb",
  yttrium: "Y",
  zirconium: "Zr",
  iodine: "I",
};

/** The nuclide that a text names: `^18^Fluorine`, `Zirconium-89`, `89Zr`, `F18`; undefined where it names none known here. */
export function nuclideOf(text: string): Nuclide | undefined {
  const name = folded(text);
  const known = Object.keys(HALF_LIFE_S) as Nuclide[];
  return known.find((nuclide) => {
    const [symbol, mass] = nuclide.split("-") as [string, string];
    const words = Object.keys(ELEMENTS).filter((word) => ELEMENTS[word] === symbol);
    return [symbol.toLowerCase(), ...words].some((e) => name === `${mass}${e}` || name === `${e}${mass}`);
  });
}
