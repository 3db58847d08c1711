import { isTrackedEnvelope, type TrackedEnvelope } from "@trpc/server";
import { z } from "zod";

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;

/** The output schema of a subscription whose events carry numbers: every event's data is held to `schema`. */
export const trackedStream = <T extends z.ZodType>(schema: T) =>
  z.custom<AsyncIterable<TrackedEnvelope<z.input<T>>>>(isStream).transform(async function* (stream) {
    for await (const event of stream) {
      if (!isTrackedEnvelope(event)) throw new TypeError("An event of this stream came without its number.");
      const [id, data, mark] = event;
      yield [id, await schema.parseAsync(data), mark] as TrackedEnvelope<z.output<T>>;
    }
  });
