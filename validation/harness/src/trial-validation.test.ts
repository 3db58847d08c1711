import {
  createDraft,
  listProtocols,
  open,
  protocolCard,
  protocolDetail,
  readProtocol,
  readReport,
  readReportFile,
} from "@nadir/api/trial-validation";
import { asPerson } from "@nadir/db";
import { hashOf, sha256Hex } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InspireValidation, runInspireValidation } from "./inspire.ts";
import { inspireDatabase, type TrialDatabase } from "./testing/trial-database.ts";

let inspire: TrialDatabase;
let run: InspireValidation;
let draftId: string;
const personOf = async (name: string): Promise<string> => {
  const [row] = await inspire.db.sql<{ id: string }[]>`
    select id from identity."user" where email = ${`${name}@demo.nadir.example`}`;
  return row!.id;
};
beforeAll(async () => {
  inspire = await inspireDatabase();
  run = await runInspireValidation(inspire);
  const plan = { ...inspire.plan, identity: { ...inspire.plan.identity, family: "a-second-plan" } };
  draftId = (await createDraft(inspire.db, { personId: inspire.author.personId, plan })).protocolId;
  for (const opener of [inspire.author, { ...inspire.boardMember, role: "statistician" }])
    await open(inspire.db, run.protocolId, { opener, custodians: inspire.custodians }).catch(() => {});
});
afterAll(() => inspire?.close());

describe("what the portal reads of protocols and reports", () => {
  it("lists the person's protocols with their state and, where allowed, the verdict", async () => {
    const cards = await asPerson(inspire.db, inspire.author.personId, (tx) =>
      listProtocols(tx, inspire.author.personId),
    );
    expect(cards.map((c) => protocolCard.parse(c)).map((c) => [c.family, c.state, c.verdict])).toEqual([
      ["a-second-plan", "draft", null],
      ["inspire-first-scan", "reported", "too-small-to-conclude"],
    ]);
    const other = await asPerson(inspire.db, inspire.author.personId, (tx) =>
      listProtocols(tx, inspire.author.personId, { trial: "elsewhere" }),
    );
    expect(other).toEqual([]);
  });

  it("lists nothing for a coordinator, who may neither write protocols nor read reports", async () => {
    const id = await personOf("coordinator");
    expect(await asPerson(inspire.db, id, (tx) => listProtocols(tx, id))).toEqual([]);
  });

  it("reads one with signatures, opening, refused attempts and log", async () => {
    const detail = protocolDetail.parse(await readProtocol(inspire.db, inspire.author.personId, run.protocolId));
    expect(detail.state).toBe("reported");
    expect(detail.signatures.filter((s) => s.current).map((s) => s.meaning)).toEqual([
      "authored",
      "approved for locking",
      "open outcomes",
      "reported",
    ]);
    expect(detail.sets).toEqual([
      { set: "test", subjects: 12 },
      { set: "training", subjects: 52 },
    ]);
    expect(detail.predictions.computed).toBe(10);
    expect(detail.predictions.notComputable).toHaveLength(2);
    expect(detail.openings).toMatchObject([{ reuse: 1, ofThisProtocol: true }]);
    expect(detail.log.filter((l) => l.refused).map((l) => [l.actor, l.refused!.codes])).toEqual([
      ["Demo statistician", ["ALREADY_OPENED"]],
      ["Demo tumour board", ["NOT_ALLOWED"]],
    ]);
    expect(detail.log.map((l) => l.action)).toContain("opened");
    expect(detail.report?.resultHash).toBe(run.resultHash);
  });

  it("reads a draft with nothing of what has not happened", async () => {
    const detail = protocolDetail.parse(await readProtocol(inspire.db, inspire.author.personId, draftId));
    expect(detail).toMatchObject({
      state: "draft",
      lockedAt: null,
      openings: [{ ofThisProtocol: false }],
      report: null,
    });
    expect(detail.predictions).toEqual({ computed: 0, notComputable: [] });
  });

  it.each(["board", "data-manager", "administrator", "statistician"])("gives the report to a %s", async (name) => {
    const report = await readReport(inspire.db, await personOf(name), run.protocolId);
    expect(hashOf(report.result)).toBe(report.resultHash);
  });

  it.each(["coordinator", "reader"])("refuses protocol and report to a %s", async (name) => {
    const id = await personOf(name);
    await expect(readReport(inspire.db, id, run.protocolId)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(readProtocol(inspire.db, id, run.protocolId)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });

  it("gives the papers as they were filed", async () => {
    const board = await personOf("board");
    for (const [form, hash, start] of [
      ["html", run.htmlHash, "<!doctype html>"],
      ["pdf", run.pdfHash, "%PDF-"],
    ] as const) {
      const file = await readReportFile(inspire, board, run.protocolId, form);
      expect(sha256Hex(file.bytes)).toBe(hash);
      expect(new TextDecoder().decode(file.bytes.subarray(0, start.length))).toBe(start);
      expect(file.fileName).toBe(`inspire-first-scan-v1-report.${form}`);
    }
    const json = await readReportFile(inspire, board, run.protocolId, "json");
    expect(hashOf(JSON.parse(new TextDecoder().decode(json.bytes)))).toBe(run.resultHash);
  });

  it.each(["00000000-0000-0000-0000-000000000000", "no-id"])("knows no protocol %s", async (id) => {
    await expect(readProtocol(inspire.db, inspire.author.personId, id)).rejects.toMatchObject({
      code: "PROTOCOL_UNKNOWN",
    });
  });

  it("says that a draft has no report yet", async () => {
    await expect(readReport(inspire.db, inspire.author.personId, draftId)).rejects.toMatchObject({
      code: "REPORT_UNKNOWN",
    });
  });
});
