// Runs before the first paint. The same key and values as src/lib/theme/theme-controller.svelte.ts.
try {
  const theme = localStorage.getItem("mailmux.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be switched off; the system's theme is fine then.
}
