import { existsSync } from "node:fs";
import { clockFinding, databaseFinding, type Finding, lacks, note, well } from "@nadir/api/health";
import { connect, type Database, verifyAudit } from "@nadir/db";
import { databaseUrls, embeddedFolder } from "@nadir/db/server";
import { Refusal } from "@nadir/domain";
import { openLocalStore } from "@nadir/storage";
import { objectFolder } from "../installation.ts";

/** Server, schema, audit chain and object store. Starts nothing: a server that rests is told of, not woken. */
export async function databaseFindings(home: string): Promise<Finding[]> {
  let url: string;
  try {
    url = (await databaseUrls({ home })).appUrl;
  } catch (error) {
    if (error instanceof Refusal && error.code === "SERVER_NOT_PREPARED")
      return [note("database", "not made yet", "npm run demo, or nadir import, makes it.")];
    return [
      lacks(
        "database",
        (error as Error).message,
        "See the sentence; DATABASE_URL and NADIR_HOME decide which database is meant.",
      ),
    ];
  }
  const folder = process.env["DATABASE_URL"] ? undefined : embeddedFolder(home);
  const where = folder === undefined ? "" : `, its cluster in ${folder}`;
  const db = connect(url, { max: 1 });
  try {
    return [await databaseFinding(db, where), await clockFinding(db), await auditChain(db), await objects(home)];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Refused, or a wrong password: another installation's server has the port while this one rests.
    const rests = (code === "ECONNREFUSED" || code === "28P01") && !process.env["DATABASE_URL"];
    return rests
      ? [note("database", `made, not running${where}`, "Any command that needs it starts it.")]
      : [
          lacks(
            "database",
            `does not answer: ${(error as Error).message || code}`,
            "Check DATABASE_URL, or the server's log in NADIR_HOME/postgres/server.log.",
          ),
        ];
  } finally {
    await db.close();
  }
}

async function auditChain(db: Database): Promise<Finding> {
  try {
    const verdict = await verifyAudit(db);
    return verdict.ok
      ? well("audit chain", `${verdict.count} events, head ${verdict.head.slice(0, 12)}…`)
      : lacks(
          "audit chain",
          verdict.rowCount > 0
            ? `holds, but ${verdict.rowCount} rows are not what was logged: ${verdict.why}`
            : `breaks at event ${verdict.seq}: ${verdict.why}`,
          "Keep the database as it is and ask who changed it.",
        );
  } catch (error) {
    return lacks("audit chain", (error as Error).message, "Migrate the database: npm run demo, or nadir import, does.");
  }
}

async function objects(home: string): Promise<Finding> {
  if (!existsSync(objectFolder(home))) return note("object store", "empty: nothing with images was imported yet");
  const store = await openLocalStore(objectFolder(home));
  let count = 0;
  let bytes = 0;
  for await (const address of store.addresses()) {
    count++;
    bytes += (await store.size(address)) ?? 0;
  }
  return well("object store", `${count} objects, ${(bytes / 1024 ** 2).toFixed(1)} MB`);
}
