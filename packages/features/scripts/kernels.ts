import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Where the module's source stands, and where it goes. */
export const KERNEL_MODULE = at("../src/texture/kernels/module.ts");

/** The source of src/texture/kernels/module.ts: kernels/texture.ts compiled to WebAssembly with SIMD, as text. */
export function kernelModule(): string {
  const folder = mkdtempSync(join(tmpdir(), "nadir-kernels-"));
  try {
    const out = join(folder, "texture.wasm");
    const asc = join(dirname(createRequire(import.meta.url).resolve("assemblyscript/package.json")), "bin", "asc.js");
    const options = ["-O3", "--converge", "--runtime", "stub", "--enable", "simd", "--noAssert"];
    execFileSync(process.execPath, [asc, at("../kernels/texture.ts"), ...options, "--outFile", out], { stdio: "pipe" });
    const text = readFileSync(out).toString("base64");
    const lines = text.match(/.{1,110}/g)!.map((line) => `  "${line}",`);
    return [
      "/**",
      " * kernels/texture.ts, compiled: WebAssembly with SIMD, base64. Written by `pnpm --filter @nadir/features run kernels`;",
      " * do not edit.",
      " */",
      "export const KERNEL_MODULE_BASE64: string = [",
      ...lines,
      '].join("");',
      "",
    ].join("\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
