import { asPerson, type Database } from "@nadir/db";
import { canonicalJson, fieldWords, type ProtocolDocument, planHash, protocolHash, refuse } from "@nadir/domain";
import { protocolAccess } from "./protocol-access.ts";
import { readProtocolRow } from "./protocol-row.ts";

export const PROTOCOL_FORMS = ["md", "json"] as const;
/** Besides the two for a registry: the table in which predictions that were made elsewhere come back. */
export const PROTOCOL_DOWNLOADS = [...PROTOCOL_FORMS, "predictions"] as const;
export type ProtocolForm = (typeof PROTOCOL_FORMS)[number];

export interface ProtocolFile {
  readonly text: string;
  readonly mediaType: string;
  readonly fileName: string;
}

/**
 * A protocol for a public registry (OSF, or wherever files can be attached): `md` to be read, `json` the plan itself in
 * canonical form, as it can be given to `nadir validate` again. Both hold every field that people wrote; what the platform
 * froze at the lock is named by its hashes. For whoever may write protocols or read reports.
 */
export async function exportProtocol(
  db: Database,
  personId: string,
  protocolId: string,
  form: ProtocolForm,
): Promise<ProtocolFile> {
  const { document, state } = await asPerson(db, personId, async (tx) => {
    await protocolAccess(tx, personId, protocolId, ["read-report", "write-protocol"]);
    return readProtocolRow(tx, protocolId);
  });
  const name = `${document.identity.family}-v${document.identity.version}-protocol`;
  const { frozen: _, ...plan } = document;
  return form === "json"
    ? { text: `${canonicalJson(plan)}\n`, mediaType: "application/json", fileName: `${name}.json` }
    : {
        text: registrationText(document, state),
        mediaType: "text/markdown; charset=utf-8",
        fileName: `${name}.md`,
      };
}

/**
 * The table to fill in for predictions that are made elsewhere: every test subject of the locked split by its key, nothing
 * beside. For whoever may lodge them. Refuses `NOT_LOCKED` before there is a split.
 */
export async function predictionsTable(db: Database, personId: string, protocolId: string): Promise<ProtocolFile> {
  return asPerson(db, personId, async (tx) => {
    await protocolAccess(tx, personId, protocolId, ["lock-protocol"]);
    const row = await readProtocolRow(tx, protocolId);
    if (!row.document.frozen)
      refuse(
        "NOT_LOCKED",
        "The split of this protocol is not frozen yet; prepare and lock it, then ask for the table.",
      );
    const test = await tx.sql<{ key: string }[]>`
      select s.key from validation.split_assignment a join record.subject s on s.id = a.subject_id
       where a.protocol_id = ${protocolId} and a."set" = 'test' order by s.key collate "C"`;
    const { family, version } = row;
    return {
      text: `subject,value,reason\n${test.map(({ key }) => `${key},,\n`).join("")}`,
      mediaType: "text/csv; charset=utf-8",
      fileName: `${family}-v${version}-predictions.csv`,
    };
  });
}

/** The protocol as Markdown: one heading a block, every field by its name. */
export function registrationText(document: ProtocolDocument, state: string): string {
  const { frozen, ...plan } = document;
  const { identity } = plan;
  const blocks = Object.entries(plan).flatMap(([name, value]) =>
    name === "schema" ? [] : [`## ${fieldWords(name)}`, "", ...lines(value, 0), ""],
  );
  return [
    `# ${oneLine(identity.title)}`,
    "",
    `Statistical analysis plan, ${identity.family} version ${identity.version} (${plan.schema}), state: ${state}.`,
    "",
    `- SHA-256 of the plan: \`${planHash(document)}\``,
    `- SHA-256 of the protocol as it stands: \`${protocolHash(document)}\``,
    ...(frozen
      ? [
          `- SHA-256 of the split: \`${frozen.assignmentHash}\``,
          `- SHA-256 of the training data: \`${frozen.trainingDataHash}\``,
          `- SHA-256 of the model: \`${frozen.model.outputHash}\``,
        ]
      : []),
    "",
    "The file .json beside this one is the plan itself; its canonical form has the first of these hashes.",
    "",
    ...blocks,
  ].join("\n");
}

function lines(value: unknown, depth: number): string[] {
  const indent = "  ".repeat(depth);
  if (value === null || typeof value !== "object") return [`${indent}- ${scalar(value)}`];
  const entries = Array.isArray(value)
    ? value.map((inner, i) => [String(i + 1), inner] as const)
    : Object.entries(value).map(([name, inner]) => [fieldWords(name), inner] as const);
  if (entries.length === 0) return [`${indent}- none`];
  return entries.flatMap(([label, inner]) =>
    inner === undefined
      ? []
      : inner === null || typeof inner !== "object"
        ? [`${indent}- ${label}: ${scalar(inner)}`]
        : [`${indent}- ${label}:`, ...lines(inner, depth + 1)],
  );
}

const scalar = (value: unknown): string =>
  typeof value === "boolean" ? (value ? "yes" : "no") : value === null ? "none" : oneLine(String(value));
/** Markdown takes a break for the end of an item; nothing that people wrote may begin another. */
const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, " ");
