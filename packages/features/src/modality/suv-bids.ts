import { HALF_LIFE_S, nuclideOf, Refusal, refuse, tracerOf } from "@nadir/domain";
import { z } from "zod";
import { type SuvFacts, suvFactor } from "./suv.ts";

/** Bq for one unit of injected radioactivity. */
const ACTIVITY: Readonly<Record<string, number>> = {
  bq: 1,
  kbq: 1e3,
  mbq: 1e6,
  gbq: 1e9,
  mci: 3.7e7,
  uci: 3.7e4,
  ci: 3.7e10,
};
/** Bq/mL for one unit of the image. */
const CONCENTRATION: Readonly<Record<string, number>> = { "bq/ml": 1, bqml: 1, "kbq/ml": 1e3, "mbq/ml": 1e6 };

const seconds = z.number();
/** What of a PET side-car (BIDS 1.10, modality-specific files, PET) SUV needs; other members are left alone. */
const sidecar = z.looseObject({
  Units: z.string(),
  TracerName: z.string(),
  TracerRadionuclide: z.string(),
  InjectedRadioactivity: z.number(),
  InjectedRadioactivityUnits: z.string(),
  InjectionStart: seconds,
  FrameTimesStart: z.array(seconds),
  ImageDecayCorrected: z.boolean(),
  ImageDecayCorrectionTime: seconds,
  BodyWeight: z.number(),
  /** kg where it is left out. */
  BodyWeightUnits: z.string().optional(),
});

export interface BidsSuv {
  readonly facts: SuvFacts;
  /** Bq/mL for one unit of the image. */
  readonly becquerels: number;
}

/**
 * What SUV needs from a PET side-car of BIDS. Times there are seconds from TimeZero, so only their differences count.
 * Refuses `SUV_FACTS_MISSING` with the names of all members that are missing or of the wrong kind, and `BAD_SUV_FACTS`.
 */
export function bidsSuvFacts(document: unknown): BidsSuv {
  const parsed = sidecar.partial().safeParse(document);
  const wrong = new Set<string>(
    parsed.success ? [] : parsed.error.issues.map((issue) => String(issue.path[0] ?? "the document")),
  );
  const given: z.infer<ReturnType<typeof sidecar.partial>> = parsed.success ? parsed.data : {};
  const isCorrected = given.ImageDecayCorrected;
  const needed = [
    "Units",
    "BodyWeight",
    "InjectedRadioactivity",
    "InjectedRadioactivityUnits",
    "TracerRadionuclide",
    "InjectionStart",
    "ImageDecayCorrected",
    ...(isCorrected === true ? ["ImageDecayCorrectionTime"] : isCorrected === false ? ["FrameTimesStart"] : []),
  ];
  if (parsed.success) for (const name of needed) if (!(name in given)) wrong.add(name);
  if (wrong.size > 0)
    refuse(
      "SUV_FACTS_MISSING",
      `SUV cannot be computed: missing or unreadable in the side-car are ${[...wrong].join(", ")}.`,
      {
        found: [...wrong].join(", "),
      },
    );
  const bad: string[] = [];
  const becquerels = CONCENTRATION[given.Units!.toLowerCase().replaceAll(" ", "")];
  if (becquerels === undefined) bad.push(`Units is '${given.Units}'; Bq/mL is wanted`);
  const activity = ACTIVITY[given.InjectedRadioactivityUnits!.toLowerCase()];
  if (activity === undefined)
    bad.push(`InjectedRadioactivityUnits is '${given.InjectedRadioactivityUnits}'; MBq or Bq is wanted`);
  if (given.BodyWeightUnits !== undefined && given.BodyWeightUnits.toLowerCase() !== "kg")
    bad.push(`BodyWeightUnits is '${given.BodyWeightUnits}'; kg is wanted`);
  const nuclide = nuclideOf(given.TracerRadionuclide!);
  if (nuclide === undefined)
    bad.push(`the half-life of TracerRadionuclide '${given.TracerRadionuclide}' is not known here`);
  const tracer = given.TracerName === undefined ? undefined : tracerOf(given.TracerName, nuclide);
  const reference = isCorrected ? given.ImageDecayCorrectionTime! : given.FrameTimesStart![0];
  if (!isCorrected && given.FrameTimesStart!.length !== 1)
    bad.push(
      `FrameTimesStart has ${given.FrameTimesStart!.length} frames of an image that is not decay-corrected; give one frame`,
    );
  if (bad.length > 0)
    throw new Refusal(
      bad.map((what) => ({ code: "BAD_SUV_FACTS", message: `SUV cannot be computed: ${what}.`, found: what })),
    );
  const facts: SuvFacts = {
    weightKg: given.BodyWeight!,
    injectedBq: given.InjectedRadioactivity! * activity!,
    secondsFromInjection: reference! - given.InjectionStart!,
    decayCorrection: isCorrected ? "START" : "NONE",
    halfLifeS: HALF_LIFE_S[nuclide!],
    ...(tracer === undefined ? {} : { tracer }),
  };
  suvFactor(facts);
  return { facts, becquerels: becquerels! };
}
