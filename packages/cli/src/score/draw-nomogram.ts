import { writeFile } from "node:fs/promises";
import { nomogramChart } from "@nadir/charts";
import type { Signature } from "@nadir/domain";
import { nomogramOf } from "@nadir/risk";
import { message } from "../speak.ts";

/** The nomogram of a signature as a drawing. A signature that is one is drawn as it stands. */
export async function drawNomogram(signature: Signature, file: string): Promise<void> {
  const { form, inputs, predicts, title } = signature;
  const label = (name: string): { label: string; unit: string } => {
    const input = inputs.find((i) => i.name === name);
    return { label: input?.label ?? name, unit: input && "unit" in input ? input.unit : "1" };
  };
  const drawn =
    form.kind === "nomogram"
      ? {
          axes: form.axes.map(({ input, marks }) => ({ ...label(input), marks })),
          outcome: `Probability: ${predicts}`,
          total: form.total,
        }
      : nomogramOf(signature);
  await writeFile(file, nomogramChart(drawn, { title, background: true }));
  message(
    `written: ${file}. Research only: read a value on its axis, take the points above it, add them, read the sum below.`,
  );
}
