import type { Command } from "commander";
import { Ended } from "../ended.ts";
import { message, result } from "../speak.ts";

export function addServer(program: Command): void {
  const server = program
    .command("server")
    .summary("the embedded database server of this installation")
    .description(
      "The embedded server goes on by itself once a command other than demo has started it. A server of DATABASE_URL is not touched.",
    );
  server
    .command("status")
    .summary("whether it runs")
    .description("Says whether the database answers. Starts nothing.")
    .action(async () => {
      const { databaseFindings } = await import("../doctor/database.ts");
      const { homeFolder } = await import("../installation.ts");
      const [database] = await databaseFindings(homeFolder());
      message(`${database?.what}: ${database?.found}`);
      await result({ running: database?.state === "well", found: database?.found });
      if (database?.state !== "well") throw new Ended(1);
    });
  server
    .command("stop")
    .summary("stop it")
    .description("Stops the embedded server; nothing is lost. The next command that needs it starts it again.")
    .action(async () => {
      const { stopServer } = await import("@nadir/db/server");
      const { homeFolder } = await import("../installation.ts");
      const stopped = await stopServer({ home: homeFolder() });
      message(stopped ? "The database server is stopped." : "No embedded database server was running.");
      await result({ stopped });
    });
}
