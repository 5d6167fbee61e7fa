export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const storageKey = "mailmux.theme";

/** The colour scheme: the system's, or a choice that is kept in this browser. */
export class ThemeController {
  current: Theme = $state(readTheme());
  readonly next: Theme = $derived(themes[(themes.indexOf(this.current) + 1) % themes.length] ?? "system");

  choose(theme: Theme): void {
    this.current = theme;
    // static/theme.js reads the same key before the first paint.
    if (theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
    try {
      localStorage.setItem(storageKey, theme);
    } catch {
      // Storage may be switched off: the choice then lasts as long as the page.
    }
  }
}

function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(storageKey);
    return themes.find((theme) => theme === stored) ?? "system";
  } catch {
    return "system";
  }
}
