import { z } from "zod";

const days = (otherwise: number) => z.coerce.number().positive().max(3650).catch(otherwise);
const fromAddress = z.object({
  score: z.string().min(1).optional().catch(undefined),
  worse: z.enum(["higher", "lower"]).catch("higher"),
  landmark: days(84),
  horizon: days(365),
});

/** What the landmark comparison is asked for, as it stands in the address; a word or a number that is none is left out. */
export function asLandmarkQuery(given: Record<string, string | string[] | undefined>) {
  const { score, worse, landmark, horizon } = fromAddress.parse(given);
  return {
    ...(score === undefined ? {} : { score }),
    lowerIsWorse: worse === "lower",
    landmarkDays: landmark,
    horizonDays: horizon,
  };
}
