import { defineConfig, type ViteUserConfig } from "vitest/config";

/**
 * The one vitest configuration of the workspace. Each package passes what differs.
 * Results also go to `.test-results/vitest.json`, from which the run of the whole is summed up.
 */
export function sharedConfig(overrides: ViteUserConfig["test"] = {}): ViteUserConfig {
  return defineConfig({
    test: {
      include: ["src/**/*.test.ts", "test/**/*.test.ts"],
      environment: "node",
      reporters: ["default", "json"],
      outputFile: { json: ".test-results/vitest.json" },
      testTimeout: 20_000,
      hookTimeout: 60_000,
      ...overrides,
    },
  });
}
