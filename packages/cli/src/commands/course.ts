import type { Command } from "commander";
import { z } from "zod";
import { result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir course visits.json --out course.json

  VISITS is a list of {day, features}: days from any day that is the same for all, and answers of nadir features (paths
  relative to the list), computed with the same configuration, engine and catalogue; others are refused.`;

const visits = z.array(z.strictObject({ day: z.number(), features: z.string().min(1) })).min(1, "at least one visit");

export function addCourse(program: Command): void {
  program
    .command("course")
    .summary("how features run over several visits")
    .description("First, last, least and greatest value of every feature over visits, and the slope of its line.")
    .argument("<visits>", "the list of visits (JSON)")
    .option("--out <file>", "write there")
    .addHelpText("after", EXAMPLE)
    .action(course);
}

async function course(list: string, options: { readonly out?: string }): Promise<void> {
  const { featureResult } = await import("@nadir/domain");
  const { featureCourse } = await import("@nadir/features");
  const { dirname, resolve } = await import("node:path");
  const { readDocument } = await import("../read-input.ts");
  const found = [];
  for (const { day, features } of await readDocument(list, visits))
    found.push({ day, result: await readDocument(resolve(dirname(list), features), featureResult) });
  const { configHash, engine, catalogueVersion } = found[0]!.result.provenance;
  await result(
    {
      schema: "nadir.feature-course/1",
      days: found.map((v) => v.day),
      provenance: { configHash, engine, catalogueVersion },
      values: featureCourse(found),
    },
    options.out,
  );
}
