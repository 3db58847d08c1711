import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** A module of kernels: its sources in `kernels`, and where what they compile to stands. */
export interface KernelModule {
  readonly sources: readonly string[];
  readonly path: string;
}

export const KERNEL_MODULES: readonly KernelModule[] = [
  { sources: ["texture.ts"], path: at("../src/texture/kernels/module.ts") },
  { sources: ["recursive.ts", "wavelet.ts"], path: at("../src/filters/kernels/module.ts") },
  { sources: ["spectrum.ts"], path: at("../src/pyradiomics/kernels/module.ts") },
];

/** The source of a module's file: its kernels compiled to WebAssembly with SIMD, as text. */
export function kernelModule({ sources }: KernelModule): string {
  const folder = mkdtempSync(join(tmpdir(), "nadir-kernels-"));
  try {
    const out = join(folder, "kernels.wasm");
    const asc = join(dirname(createRequire(import.meta.url).resolve("assemblyscript/package.json")), "bin", "asc.js");
    const options = ["-O3", "--converge", "--runtime", "stub", "--enable", "simd", "--noAssert"];
    const files = sources.map((name) => at(`../kernels/${name}`));
    execFileSync(process.execPath, [asc, ...files, ...options, "--outFile", out], { stdio: "pipe" });
    const text = readFileSync(out).toString("base64");
    const lines = text.match(/.{1,110}/g)!.map((line) => `  "${line}",`);
    return [
      "/**",
      ` * ${sources.map((name) => `kernels/${name}`).join(" and ")}, compiled: WebAssembly with SIMD, base64.`,
      " * Written by `pnpm --filter @nadir/features run kernels`; do not edit.",
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
