import { defineConfig } from "vite";

/** The server and what it needs, in files that run without a `node_modules` beside them. */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, target: "node" },
  build: {
    ssr: true,
    outDir: "dist/server",
    emptyOutDir: true,
    target: "node22",
    minify: false,
    // Of everything that is bundled; the licenses want to go with the code.
    license: { fileName: "licenses.md" },
    rollupOptions: {
      input: { index: "server/index.ts", main: "server/main.ts" },
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js" },
    },
  },
});
