import adapter from "@sveltejs/adapter-static";
import { sveltekit } from "@sveltejs/kit/vite";
import { defineConfig } from "vite";
import manifest from "./package.json" with { type: "json" };

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter({ pages: "dist/client", assets: "dist/client", fallback: "index.html" }),
      // The package's version, not the time of the build: the same sources give the same files.
      version: { name: manifest.version },
    }),
  ],
  build: {
    // The first browsers with `light-dark()`; below them it would be rewritten to twice the CSS.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // Of everything that is bundled; the licenses want to go with the code.
    license: { fileName: "licenses.md" },
  },
  server: {
    // `vite dev` beside a panel server started by hand.
    proxy: { "/api": { target: process.env["MAILMUX_UI_SERVER"] ?? "http://127.0.0.1:8025" } },
  },
});
