import { Refusal } from "@nadir/domain";
import postgres from "postgres";

/** What the database's own rules raise (`nadir.refuse`): the sentence as message, the machine word as detail. */
const RAISED_BY_RULE = "NDR01";

/** The refusal in a database error, or the error itself. A sentence made for a person stays that sentence. */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof postgres.PostgresError)) return error;
  if (error.code === RAISED_BY_RULE) return new Refusal({ code: error.detail ?? "REFUSED", message: error.message });
  if (error.code === "42501" && /row-level security policy "role_/.test(error.message))
    return new Refusal({
      code: "NOT_ALLOWED",
      message: `No role of this person in this trial enters data into ${error.table_name ?? tableIn(error.message)}; coordinators, data managers and administrators do, and readers enter what they read off an image.`,
    });
  if (error.code === "42501" && /row-level security/.test(error.message))
    return new Refusal({
      code: "NOT_A_MEMBER",
      message: `This person may not write to ${error.table_name ?? tableIn(error.message)} for this trial or site: that takes a membership of the trial or site, in a role that enters data there.`,
    });
  return error;
}

const tableIn = (message: string): string => /for table "([^"]+)"/.exec(message)?.[1] ?? "this table";
