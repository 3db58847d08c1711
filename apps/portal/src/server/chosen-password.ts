import { z } from "zod";

const MOST = 200;

/** What comes with the choice of a password. Beyond the limit nothing is hashed; nobody types so much. */
const given = z.strictObject({ oneTime: z.string(), chosen: z.string() });

/** The two passwords, or a sentence on what is wrong with them. */
export function readChosen(sent: unknown): z.infer<typeof given> | { readonly wrong: string } {
  const body = given.safeParse(sent);
  if (!body.success) return { wrong: "Give the one-time password and the new one." };
  if (body.data.chosen.length > MOST)
    return { wrong: `The new password has ${body.data.chosen.length} characters; give at most ${MOST}.` };
  if (body.data.oneTime.length > MOST) return { wrong: "That is not the one-time password." };
  return body.data;
}
