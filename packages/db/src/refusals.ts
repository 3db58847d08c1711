import { Refusal } from "@nadir/domain";
import postgres from "postgres";

/** What the database's own rules raise (`nadir.refuse`): the sentence as message, the machine word as detail. */
const RAISED_BY_RULE = "NDR01";

/** The refusal in a database error, or the error itself. A sentence made for a person stays that sentence. */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof postgres.PostgresError)) return error;
  if (error.code === RAISED_BY_RULE) return new Refusal({ code: error.detail ?? "REFUSED", message: error.message });
  if (error.code === "42501" && /row-level security/.test(error.message))
    return new Refusal({
      code: "NOT_A_MEMBER",
      message: `This person may not write to ${error.table_name ?? tableIn(error.message)} for this trial or site; a membership of the trial or site gives the right.`,
    });
  return error;
}

const tableIn = (message: string): string => /table "([^"]+)"/.exec(message)?.[1] ?? "this table";
