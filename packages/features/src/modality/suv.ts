import { dayNumber, HALF_LIFE_S, isoDay, type Nuclide, refuse, TRACERS } from "@nadir/domain";
import { type Volume, withData } from "@nadir/imaging";
import { z } from "zod";

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
  /** s from the injection to the time that the image's activity refers to, in place of both times. */
  secondsFromInjection: z.number().optional(),
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
  const needsClock = needsTimes && facts.secondsFromInjection === undefined;
  const missing = [
    ...(weightKg === undefined ? ["the patient's weight"] : []),
    ...(injectedBq === undefined ? ["the injected activity"] : []),
    ...(decayCorrection === undefined
      ? ["whether and to when the image is decay-corrected (START, ADMIN or NONE)"]
      : []),
    ...(needsClock && injectedAt === undefined ? ["the time of injection"] : []),
    ...(needsClock && imageAt === undefined ? ["the time that the image refers to"] : []),
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
  const seconds = facts.secondsFromInjection ?? instant(imageAt!) - instant(injectedAt!);
  if (!(seconds >= 0))
    refuse(
      "BAD_SUV_FACTS",
      needsClock
        ? `The image refers to ${imageAt}, ${-seconds} s before the injection at ${injectedAt}; it must be after.`
        : `The image refers to ${-seconds} s before the injection; it must be after.`,
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
