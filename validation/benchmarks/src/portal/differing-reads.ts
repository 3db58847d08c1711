import { ask } from "./ask.ts";
import type { SignedIn } from "./people.ts";

/** Somebody who reads, and the password that they sign with. */
export interface Signer {
  readonly person: SignedIn;
  readonly password: string;
}
interface Drafted {
  readonly version: number;
  readonly document: { readonly lesions: readonly Lesion[]; readonly nonTarget: object; readonly note: string };
}
interface Lesion {
  readonly role: "target" | "non-target" | "new";
}
interface Adjudications {
  readonly adjudications: readonly { readonly comparison: string }[];
}

const SUBJECT = "S0003";
/** Size of each target at baseline and after, mm: the first reader sees a stable disease, the second a progression. */
const SIZES = [
  [30, 30],
  [30, 60],
] as const;

/** Address of a comparison between two readers whose reads differ; they are signed here if nobody's differ yet. */
export async function beginAdjudication(
  address: string,
  { readers, adjudicator }: { readonly readers: readonly [Signer, Signer]; readonly adjudicator: SignedIn },
  trial: string,
): Promise<string> {
  const waiting = async () =>
    (await ask<Adjudications>({ address, person: adjudicator }, "reads.list", { trial })).adjudications[0]?.comparison;
  if ((await waiting()) === undefined)
    for (const [n, { person, password }] of readers.entries())
      for (const [v, mm] of SIZES[n]!.entries()) {
        const asks = { address, person };
        const asked = { trial, subject: SUBJECT, visit: `v${v}` };
        const { session } = await ask<{ session: string }>(asks, "reads.take", asked, "write");
        const { version, document } = await ask<Drafted>(asks, "reads.form", { session });
        const read = {
          ...document,
          lesions: document.lesions.map((lesion) => ({
            ...lesion,
            ...(lesion.role === "target" ? { longestMm: mm } : { status: "present" }),
          })),
          nonTarget: { ...document.nonTarget, status: "present" },
        };
        await ask(asks, "reads.sign", { session, version, document: read, password }, "write");
      }
  const comparison = await waiting();
  if (comparison === undefined) throw new Error(`The two reads of ${SUBJECT} do not differ.`);
  return `/trials/${trial}/reads/adjudicate/${comparison}`;
}
