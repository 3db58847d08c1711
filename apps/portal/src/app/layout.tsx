import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { asTheme, THEME_COOKIE } from "../shell/theme.ts";
import "./globals.css";
import "./board.css";
import "./print.css";

export const metadata: Metadata = {
  title: { default: "Nadir", template: "%s · Nadir" },
  description: "Immunotherapy imaging trials: one record, every criterion with its reasons, locked validation.",
  robots: { index: false, follow: false },
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = asTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme}>
      <body>{children}</body>
    </html>
  );
}
