import { issueInWords, placeInWords, valueAt } from "./field-words.ts";
import { type Problem, Refusal } from "./problem.ts";
import { type ProtocolDocument, protocolDocument } from "./protocol.ts";
import type { Contradiction } from "./protocol-contradiction.ts";
import { contradictions } from "./protocol-contradictions.ts";
import { type ProtocolRefusalCode, refusalSentence } from "./protocol-refusals.ts";

/** Reads a protocol document; refuses with every problem at once, each with its path and the code of the rule book. */
export function readProtocol(value: unknown): ProtocolDocument {
  const special = structuralProblems(value);
  const parsed = protocolDocument.safeParse(value);
  if (!parsed.success) {
    const ordinary = parsed.error.issues
      .filter((issue) => !special.some((s) => `${issue.path.join(".")}.`.startsWith(`${s.path}.`)))
      .map(
        (issue): Problem => ({
          code: "PROTOCOL_INVALID",
          message: `${placeInWords(issue.path)} ${issueInWords(issue, valueAt(value, issue.path))}.`,
          where: { path: issue.path.join(".") },
        }),
      );
    throw new Refusal([...special.map((c) => problem(c.code, c.path, c.detail)), ...ordinary]);
  }
  const problems = [...special, ...contradictions(parsed.data)].map((c) => problem(c.code, c.path, c.detail));
  if (problems.length > 0) throw new Refusal(problems);
  return parsed.data;
}

function problem(code: ProtocolRefusalCode, path: string, detail: string): Problem {
  // What kind of fault it is, is said once, by its code; of the general one nothing is left to say but where and what.
  const said = code === "PROTOCOL_INVALID" ? "" : `${refusalSentence(code)} `;
  return { code, message: `${said}${placeInWords(path)}: ${detail}`, where: { path } };
}

/** Faults of shape that the rule book names by their own code, found before the schema says "invalid". */
function structuralProblems(value: unknown): Contradiction[] {
  const document = asRecord(value);
  const found: Contradiction[] = [];
  const say = (code: ProtocolRefusalCode, path: string, detail: string) => found.push({ code, path, detail });
  const unit = asRecord(document["split"])["unit"];
  if (unit !== undefined && unit !== "subject")
    say("SPLIT_NOT_SUBJECT_LEVEL", "split.unit", `found '${String(unit)}'; write 'subject'.`);
  if (Array.isArray(document["primary"]))
    say("PRIMARY_NOT_UNIQUE", "primary", `found a list of ${document["primary"].length}; keep one.`);
  const groupings = Array.isArray(document["groupings"]) ? document["groupings"] : [];
  groupings.forEach((g, i) => {
    if (asRecord(g)["thresholdOrigin"] === "test-data")
      say("THRESHOLD_FROM_TEST_DATA", `groupings.${i}.thresholdOrigin`, "name where it really is from.");
  });
  return found;
}

const asRecord = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
