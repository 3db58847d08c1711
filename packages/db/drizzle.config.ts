import { defineConfig } from "drizzle-kit";

/** Tables are generated from `src/schema`; roles, policies, triggers and functions are custom migrations beside them. */
export default defineConfig({
  dialect: "postgresql",
  schema: "./src/schema/index.ts",
  out: "./drizzle",
});
