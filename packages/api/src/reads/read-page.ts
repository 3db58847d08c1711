import type { Tx } from "@nadir/db";
import { z } from "zod";
import { patient } from "../read/patient-shape.ts";
import { readPatient } from "../read/read-patient.ts";
import { formOf } from "./read-form.ts";
import { readForm } from "./read-shape.ts";
import { ownSession } from "./session-row.ts";

export const readPage = z.object({ form: readForm, patient });

/** A reader's own read and the patient as they are shown to the reader, asked for together: neither waits for the other. */
export async function readReadPage(tx: Tx, personId: string, id: string): Promise<z.infer<typeof readPage>> {
  const session = await ownSession(tx, personId, id);
  const [form, patient] = await Promise.all([
    formOf(tx, personId, session),
    readPatient(tx, personId, { trial: session.trial, subject: session.subject }),
  ]);
  return { form, patient };
}
