import { svelte } from "@sveltejs/vite-plugin-svelte";
import { mergeConfig } from "vitest/config";
import { sharedConfig } from "../../vitest.shared.ts";

export default mergeConfig(
  // The plugin compiles the runes of `*.svelte.ts`, so that controllers are tested as they run.
  { plugins: [svelte({ configFile: false })], resolve: { conditions: ["browser"] } },
  sharedConfig({
    include: ["src/**/*.test.ts", "server/**/*.test.ts", "shared/**/*.test.ts", "test/**/*.test.ts"],
  }),
);
