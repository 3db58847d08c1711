import { dayNumber, isoDay, refuse } from "@nadir/domain";
import { type Volume, withData } from "@nadir/imaging";
import { z } from "zod";

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

/** What SUV by body weight needs besides the image in Bq/mL. Times are ISO 8601 instants with a zone. */
export const suvFacts = z.strictObject({
  weightKg: z.number().optional(),
  /** Injected activity at the time of injection, Bq, less the residue in the syringe. */
  injectedBq: z.number().optional(),
  injectedAt: z.string().optional(),
  /** The time that the image's activity is corrected to, or was measured at (DICOM: series or acquisition time). */
  imageAt: z.string().optional(),
  /** s; without it the half-life of the tracer's nuclide. */
  halfLifeS: z.number().optional(),
  tracer: z.string().optional(),
  /** DICOM Decay Correction (0054,1102): to the start of the scan, to the administration, or not at all. */
  decayCorrection: z.enum(["START", "ADMIN", "NONE"]).optional(),
});
export type SuvFacts = z.infer<typeof suvFacts>;

/**
 * The factor from Bq/mL to SUVbw in g/mL: weight (g) / activity (Bq) at the time the image's activity refers to.
 * An image corrected to the scan's start (or not corrected, at its acquisition time) needs the injected activity decayed until then; one
 * corrected to the administration does not. Refuses `SUV_FACTS_MISSING`, naming everything that is missing at once, and `BAD_SUV_FACTS`.
 */
export function suvFactor(facts: SuvFacts): number {
  const { weightKg, injectedBq, injectedAt, imageAt, decayCorrection, tracer } = facts;
  const halfLife = facts.halfLifeS ?? (tracer ? HALF_LIFE_S[TRACERS[tracer]?.nuclide as Nuclide] : undefined);
  const needsTimes = decayCorrection !== "ADMIN";
  const missing = [
    ...(weightKg === undefined ? ["the patient's weight"] : []),
    ...(injectedBq === undefined ? ["the injected activity"] : []),
    ...(decayCorrection === undefined
      ? ["whether and to when the image is decay-corrected (START, ADMIN or NONE)"]
      : []),
    ...(needsTimes && injectedAt === undefined ? ["the time of injection"] : []),
    ...(needsTimes && imageAt === undefined ? ["the time that the image refers to"] : []),
    ...(needsTimes && halfLife === undefined
      ? [tracer ? `the half-life (the tracer '${tracer}' is not known here)` : "the half-life or a known tracer"]
      : []),
  ];
  if (missing.length > 0)
    refuse("SUV_FACTS_MISSING", `SUV cannot be computed: missing ${missing.join(", ")}.`, {
      found: missing.join(", "),
    });
  for (const [name, value] of [
    ["weight", weightKg],
    ["injected activity", injectedBq],
    ["half-life", needsTimes ? halfLife : 1],
  ] as const)
    if (!(value! > 0) || !Number.isFinite(value))
      refuse("BAD_SUV_FACTS", `SUV cannot be computed: the ${name} is ${value}; it must be above 0.`);
  if (!["START", "ADMIN", "NONE"].includes(decayCorrection!))
    refuse("BAD_SUV_FACTS", `The decay correction '${decayCorrection}' is not known; START, ADMIN or NONE is wanted.`);
  const grams = weightKg! * 1000;
  if (!needsTimes) return grams / injectedBq!;
  const seconds = instant(imageAt!) - instant(injectedAt!);
  if (seconds < 0)
    refuse(
      "BAD_SUV_FACTS",
      `The image refers to ${imageAt}, ${-seconds} s before the injection at ${injectedAt}; it must be after.`,
    );
  return grams / (injectedBq! * 2 ** (-seconds / halfLife!));
}

const INSTANT = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?(Z|[+-]\d\d:\d\d)$/;

/** Seconds since 1970-01-01T00:00Z of an ISO 8601 instant with its zone. */
function instant(text: string): number {
  const [, day, hours, minutes, seconds = "0", zone = "Z"] = INSTANT.exec(text) ?? [];
  if (day === undefined || !isoDay.safeParse(day).success || Number(hours) > 23 || Number(minutes) > 59)
    return refuse("BAD_SUV_FACTS", `'${text}' is no instant; write 2024-03-05T10:15:00+01:00 or …Z.`, { found: text });
  const offset = zone === "Z" ? 0 : Number(`${zone[0]}1`) * (60 * Number(zone.slice(1, 3)) + Number(zone.slice(4)));
  return 86_400 * dayNumber(day) + 3600 * Number(hours) + 60 * (Number(minutes) - offset) + Number(seconds);
}

/** The image in SUVbw (g/mL), from Bq/mL. Refuses what `suvFactor` refuses. */
export function toSuv(image: Volume, facts: SuvFacts): Volume {
  const factor = suvFactor(facts);
  return withData(
    image,
    Float64Array.from(image.data, (x) => x * factor),
  );
}
