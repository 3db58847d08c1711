/** For tests only: a database of one's own on the run's throw-away server. */
export { type TestDatabase, testDatabase } from "./test-database.ts";
export { startTestServer, TEST_PASSWORDS, type TestServer } from "./test-server.ts";
