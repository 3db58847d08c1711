"use client";

import { useEffect, useState } from "react";
import { chooseTheme, THEME_CHOSEN } from "./choose-theme.ts";
import { THEMES, type Theme } from "./theme.ts";

/** Short enough for a phone: nothing of them is cut there. */
const names: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };

/** Light, dark, or as the system. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  useEffect(() => {
    const onChosen = (event: Event) => setTheme((event as CustomEvent<Theme>).detail);
    window.addEventListener(THEME_CHOSEN, onChosen);
    return () => window.removeEventListener(THEME_CHOSEN, onChosen);
  }, []);
  return (
    <label className="inline-flex items-center gap-1.5 text-sm text-soft">
      <span className="sr-only">Colours</span>
      <select
        value={theme}
        onChange={(event) => chooseTheme(event.target.value as Theme)}
        className="rounded-md border border-line-strong bg-surface px-1.5 py-1 text-sm text-ink"
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
