import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { cataloguePage } from "../src/index.ts";

/** Writes docs/features.md. */
writeFileSync(fileURLToPath(new URL("../../../docs/features.md", import.meta.url)), cataloguePage());
