export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
export const THEME_COOKIE = "nadir-theme";

export const asTheme = (text: string | undefined): Theme => THEMES.find((t) => t === text) ?? "system";
