"use client";

import { useState } from "react";
import { THEME_COOKIE, THEMES, type Theme } from "./theme.ts";

const names: Record<Theme, string> = { system: "As the system", light: "Light", dark: "Dark" };

/** Light, dark, or as the system: kept in a cookie so that the server already renders the right one. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const choose = (chosen: Theme) => {
    setTheme(chosen);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that this serves
    document.cookie = `${THEME_COOKIE}=${chosen}; path=/; max-age=31536000; samesite=lax`;
    if (chosen === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = chosen;
  };
  return (
    <label className="inline-flex items-center gap-1.5 text-sm text-soft">
      <span className="sr-only">Colours</span>
      <select
        value={theme}
        onChange={(event) => choose(event.target.value as Theme)}
        className="max-w-20 rounded-md border border-line-strong bg-surface px-1.5 py-1 text-sm text-ink sm:max-w-none"
      >
        {THEMES.map((t) => (
          <option key={t} value={t}>
            {names[t]}
          </option>
        ))}
      </select>
    </label>
  );
}
