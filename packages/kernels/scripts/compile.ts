import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A module of kernels: AssemblyScript sources, and where what they compile to stands. Paths are absolute. */
export interface KernelModule {
  /** The package that holds both, as it is named. */
  readonly owner: string;
  readonly folder: string;
  /** Names of files in the folder. */
  readonly sources: readonly string[];
  readonly path: string;
}

/** The source of a module's file: its kernels compiled to WebAssembly with SIMD, as text. */
export function kernelModule({ owner, folder, sources }: KernelModule): string {
  const scratch = mkdtempSync(join(tmpdir(), "nadir-kernels-"));
  try {
    const out = join(scratch, "kernels.wasm");
    const asc = join(dirname(createRequire(import.meta.url).resolve("assemblyscript/package.json")), "bin", "asc.js");
    const options = ["-O3", "--converge", "--runtime", "stub", "--enable", "simd", "--noAssert"];
    const files = sources.map((name) => join(folder, name));
    execFileSync(process.execPath, [asc, ...files, ...options, "--outFile", out], { stdio: "pipe" });
    const text = readFileSync(out).toString("base64");
    const lines = text.match(/.{1,110}/g)!.map((line) => `  "${line}",`);
    return [
      "/**",
      ` * ${sources.map((name) => `kernels/${name}`).join(" and ")}, compiled: WebAssembly with SIMD, base64.`,
      ` * Written by \`pnpm --filter ${owner} run kernels\`; do not edit.`,
      " */",
      "export const KERNEL_MODULE_BASE64: string = [",
      ...lines,
      '].join("");',
      "",
    ].join("\n");
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

export function writeKernels(modules: readonly KernelModule[]): void {
  for (const module of modules) writeFileSync(module.path, kernelModule(module));
}
