import { type RandomSource, randomSource } from "@nadir/statistics";
import type { OutcomeFacts, SubjectFacts } from "../cohort/facts.ts";

/** A subject as a pipeline gets it before anything is computed: what the record says, and what became of it where known. */
export interface RawSubject {
  readonly facts: SubjectFacts;
  readonly outcomes: readonly OutcomeFacts[];
}

/**
 * The subject with every measured figure and every outcome replaced by noise. Who it is (key, study, site, arm), when it
 * began and when it was seen stay: they place it in the split. Outcomes take the values that `palette` knows, so that noise
 * is noise in the protocol's own words.
 */
export function asNoise(subject: RawSubject, palette: readonly OutcomeFacts[], random: RandomSource): RawSubject {
  const { facts } = subject;
  const any = (scale: number) => Math.round(1e6 * scale * random.uniform()) / 1e6;
  const pick = <T>(from: readonly T[]): T | undefined => from[random.integer(Math.max(1, from.length))];
  const endpoints = [...new Set(palette.map((o) => o.endpoint))].sort();
  return {
    facts: {
      ...facts,
      sex: random.uniform() < 0.5 ? "female" : "male",
      ageYears: 20 + any(60),
      visits: facts.visits.map((v) => ({ ...v, targetSumMm: v.targetSumMm === null ? null : 1 + any(300) })),
      biomarkers: facts.biomarkers.map((b) => ({ ...b, value: b.value === null ? null : any(100) })),
      observations: facts.observations.map((o) => ({ ...o, value: any(500) })),
      features: facts.features.map((f) => ({
        ...f,
        values: Object.fromEntries(Object.keys(f.values).map((k) => [k, any(1000)])),
      })),
    },
    outcomes: endpoints.map((endpoint) => {
      const like = pick(palette.filter((o) => o.endpoint === endpoint))!;
      return {
        subjectId: facts.id,
        endpoint,
        timeDays: like.timeDays === null ? null : Math.ceil(any(2000)),
        event: like.event === null ? null : random.uniform() < 0.5,
        value: like.value,
      };
    }),
  };
}

/** Every test subject as noise; the others as they are. The same seed gives the same noise. */
export function withNoisyTest(
  subjects: readonly RawSubject[],
  isTest: (s: RawSubject) => boolean,
  seed: number,
): RawSubject[] {
  const random = randomSource(seed);
  const palette = subjects.filter((s) => !isTest(s)).flatMap((s) => s.outcomes);
  return subjects.map((s) => (isTest(s) ? asNoise(s, palette, random) : s));
}
