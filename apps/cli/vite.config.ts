import { cpSync, existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The panel is built by its own package; this one carries a copy, so that `mailmux ui` needs nothing else. */
function copyPanel(): Plugin {
  return {
    name: "copy-panel",
    closeBundle() {
      const from = here("../admin-ui/dist");
      if (!existsSync(`${from}/server/main.js`))
        throw new Error("apps/admin-ui is not built: build it first");
      rmSync(here("dist/panel"), { recursive: true, force: true });
      cpSync(from, here("dist/panel"), { recursive: true, filter: (path) => !path.endsWith(".d.ts") });
    },
  };
}

export default defineConfig({
  build: {
    ssr: true,
    target: "node22",
    outDir: "dist",
    emptyOutDir: true,
    minify: false,
    rollupOptions: {
      input: { main: here("src/main.ts"), node: here("src/node.ts") },
      // All in one folder: programs are found beside the file that starts them (src/locations.ts).
      output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
  // Everything but Node itself is bundled: the published package has no dependencies.
  // One is left out: terminals are native code, and a node that does not find it says so when it is asked for one.
  ssr: { noExternal: true, external: ["@lydell/node-pty"] },
  plugins: [copyPanel()],
});
