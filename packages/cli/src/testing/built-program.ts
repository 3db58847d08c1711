import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const src = fileURLToPath(new URL("../", import.meta.url));
/** The compiler of tsx, with which bin/nadir.mjs loads the same sources. */
const esbuild = createRequire(createRequire(import.meta.url).resolve("tsx/package.json"))("esbuild") as Esbuild;

/** What is asked of esbuild here. */
interface Esbuild {
  build(options: Record<string, unknown>): Promise<unknown>;
}
interface Found {
  readonly path: string;
  readonly errors: readonly unknown[];
}
interface Build {
  resolve(path: string, asked: Record<string, unknown>): Promise<Found>;
  onResolve(of: { filter: RegExp }, answer: (asked: Asked) => Promise<object | undefined>): void;
  onLoad(of: { filter: RegExp }, answer: (asked: { path: string }) => Promise<object | undefined>): void;
}
interface Asked {
  readonly path: string;
  readonly kind: string;
  readonly importer: string;
  readonly resolveDir: string;
  readonly pluginData: unknown;
}

/**
 * Compiles the command line once into `folder` and answers with the path of its program. A test that runs `nadir` then starts
 * in a quarter of the time that the loader of bin/nadir.mjs takes to compile and find every module anew. The packages of
 * others stay where they are installed; each of our modules still knows the place of its own source, beside which data lie.
 */
export async function buildProgram(folder: string): Promise<string> {
  await esbuild.build({
    entryPoints: { nadir: join(src, "main.ts") },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: [],
    keepNames: true,
    logLevel: "warning",
    plugins: [{ name: "places", setup: keepPlaces }],
  });
  return join(folder, "nadir.mjs");
}

function keepPlaces(build: Build): void {
  build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
    if (kind === "entry-point" || pluginData === "found" || path.startsWith("@nadir/")) return undefined;
    if (path.startsWith("node:")) return { external: true };
    const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: "found" });
    if (found.errors.length > 0) return found;
    return { path: found.path.startsWith("/") ? pathToFileURL(found.path).href : found.path, external: true };
  });
  build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
    const source = await readFile(path, "utf8");
    if (!source.includes("import.meta.")) return undefined;
    const own = JSON.stringify(pathToFileURL(path).href);
    const contents = source
      .replaceAll("import.meta.url", own)
      .replaceAll("import.meta.resolve(", `resolvedFrom(${own}, `)
      .concat(
        `\nimport { createRequire as requireFrom } from "node:module"; import { pathToFileURL as urlOf } from "node:url";`,
        "\nconst resolvedFrom = (from: string, name: string) => urlOf(requireFrom(from).resolve(name)).href;\n",
      );
    if (contents.includes("import.meta."))
      throw new Error(
        `${path} uses of import.meta what is neither url nor resolve; say here what a compiled module gives.`,
      );
    return { loader: "ts", contents };
  });
}
