import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "./run.mjs";
import { Stop } from "./say.mjs";
import { root } from "./workspace.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * A Chromium that really starts: the one named by NADIR_CHROMIUM, one on this machine, or the one that npm brought
 * (unpacked into `scratch`; where the machine lacks its libraries, with the libraries of the same package).
 * Returns `{ path, env, from }`; `env` goes to whoever starts it.
 */
export async function findChromium(scratch) {
  const refused = [];
  const named = process.env.NADIR_CHROMIUM;
  const installed = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  for (const path of named ? [named] : [...installed, ...MAC].filter((file) => existsSync(file))) {
    const answer = await starts(path, {});
    if (answer.ok) return { path, env: {}, from: named ? "NADIR_CHROMIUM" : "this machine" };
    refused.push(`${path}: ${answer.why}`);
  }
  if (!named) {
    const brought = await fromNpm(scratch, refused);
    if (brought) return brought;
  }
  throw new Stop(
    "No Chromium starts on this machine, and the browser tests need a real one. Install it (`apt-get install chromium`, `brew install --cask chromium`) or name one with NADIR_CHROMIUM=/path/to/chromium, and run the same command again.",
    refused.join("\n"),
  );
}

async function fromNpm(scratch, refused) {
  if (process.platform !== "linux" || process.arch !== "x64") {
    refused.push(`@sparticuz/chromium: only for Linux on x64, this is ${process.platform} on ${process.arch}`);
    return null;
  }
  mkdirSync(scratch, { recursive: true });
  // The package unpacks into the temporary directory and takes whatever stands there: give it one of its own.
  const before = process.env.TMPDIR;
  process.env.TMPDIR = scratch;
  try {
    const entry = createRequire(join(root, "apps", "portal", "package.json")).resolve("@sparticuz/chromium");
    const { default: chromium, inflate } = await import(pathToFileURL(entry).href);
    const path = await chromium.executablePath();
    const fonts = existsSync("/etc/fonts/fonts.conf") ? {} : { FONTCONFIG_PATH: join(scratch, "fonts") };
    const plain = await starts(path, fonts);
    if (plain.ok) return { path, env: fonts, from: "npm" };
    refused.push(`@sparticuz/chromium: ${plain.why}`);
    await inflate(join(entry, "..", "..", "bin", "al2023.tar.br"));
    const libraries = join(scratch, "al2023", "lib");
    const env = { ...fonts, LD_LIBRARY_PATH: [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(":") };
    const own = await starts(path, env);
    if (own.ok) return { path, env, from: "npm, with its own libraries" };
    refused.push(`@sparticuz/chromium with its own libraries: ${own.why}`);
  } catch (error) {
    refused.push(`@sparticuz/chromium: ${error.message}`);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  return null;
}

/** Asks it to render a page: a browser that only prints its version may still lack a library. */
async function starts(path, env) {
  const page = "data:text/html,<title>t</title><p id=nadir>starts</p>";
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--dump-dom", page];
  const got = await run(path, flags, { env: { ...process.env, ...env }, signal: AbortSignal.timeout(90_000) });
  if (got.code === 0 && got.output.includes('id="nadir"')) return { ok: true };
  return { ok: false, why: got.output.split("\n").slice(-3).join(" ").slice(0, 400) || `ended with ${got.code}` };
}
