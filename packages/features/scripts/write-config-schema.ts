import { mkdirSync, writeFileSync } from "node:fs";
import { configSchemaText } from "../src/config-schema.ts";

const folder = new URL("../../../docs/schemas/", import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL("feature-config.schema.json", folder), configSchemaText());
