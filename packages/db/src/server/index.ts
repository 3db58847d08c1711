/** The database server: the embedded one or that of DATABASE_URL, and its migrations. */
export {
  type DatabaseUrls,
  databaseUrls,
  ensureServer,
  type Place,
  type RunningServer,
  stopServer,
} from "./ensure-server.ts";
export { migrate } from "./migrate.ts";
