import path from "node:path";
import type { NextConfig } from "next";

const repositoryRoot = path.resolve(import.meta.dirname, "../..");

const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: repositoryRoot,
  turbopack: { root: repositoryRoot },
  transpilePackages: [
    "@nadir/api",
    "@nadir/charts",
    "@nadir/db",
    "@nadir/domain",
    "@nadir/features",
    "@nadir/imaging",
    "@nadir/kernels",
    "@nadir/response",
    "@nadir/risk",
    "@nadir/statistics",
    "@nadir/storage",
  ],
  serverExternalPackages: ["@node-rs/argon2", "pg-boss", "postgres"],
  // Types of the whole house are checked by `npm run typecheck`, once, not again in every build.
  typescript: { ignoreBuildErrors: true },
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // Where a browser asks before a page has told it of the icon.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Referrer-Policy", value: "same-origin" },
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
        { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
      ],
    },
  ],
};

export default config;
