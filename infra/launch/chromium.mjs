import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
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

/**
 * Asks it to render a page: a browser that only prints its version may still lack a library. Asked through its debugging
 * port, as the tests do; the build that npm brings knows no `--dump-dom`.
 */
async function starts(path, env, withinMs = 60_000) {
  const profile = mkdtempSync(join(tmpdir(), "nadir-chromium-"));
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0"];
  const child = spawn(path, [...flags, `--user-data-dir=${profile}`, "about:blank"], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  const ended = new Promise((resolve) => {
    child.on("error", (error) => resolve(String(error.message)));
    child.on("close", (code) => resolve(`it ended with ${code}: ${said.trim().split("\n").slice(-2).join(" ")}`));
  });
  const listening = new Promise((resolve) => {
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
      const found = /DevTools listening on ws:\/\/([\d.:]+)\//.exec(said);
      if (found) resolve({ address: `http://${found[1]}` });
    });
  });
  const late = setTimeout(() => child.kill("SIGKILL"), withinMs);
  try {
    const first = await Promise.race([listening, ended]);
    if (typeof first === "string") return { ok: false, why: first };
    const rendered = renders(first.address, withinMs);
    const answer = await Promise.race([rendered, ended]);
    return answer === true ? { ok: true } : { ok: false, why: answer || "it did not render a page" };
  } finally {
    clearTimeout(late);
    child.kill("SIGKILL");
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Opens a page whose title is set by its own script, and waits until the title stands in the list of pages. */
async function renders(address, withinMs) {
  const page = "data:text/html,<script>document.title='nadir-'.concat(6*7)</script>";
  await fetch(`${address}/json/new?${encodeURIComponent(page)}`, { method: "PUT" }).catch(() => {});
  for (const until = Date.now() + withinMs; Date.now() < until; ) {
    const pages = await fetch(`${address}/json/list`).then(
      (r) => r.json(),
      () => [],
    );
    if (pages.some((one) => one.title === "nadir-42")) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
