import { type KnipConfig } from "knip";

const config: KnipConfig = {
  ignoreExportsUsedInFile: true,
  workspaces: {
    ".": {
      entry: ["vitest.shared.ts"],
      project: ["*.{js,ts}"],
      // Started by tools/bootstrap.mjs by their names: `turbo`, and `pnpm` for `npx pnpm`; tools is there for `npx mailmux`.
      ignoreDependencies: ["turbo", "pnpm", "@mailmux/tools"],
    },
    tools: {
      entry: ["lib/*.mjs", "lint/plugin.js"],
      project: ["**/*.{js,mjs,ts}"],
      // The packages whose tarballs the test installs: named so that they are built first.
      ignoreDependencies: [/^@mailmux\//],
      // Debian's own, looked for before it is called.
      ignoreBinaries: ["apt-get"],
    },
    bench: {
      entry: ["src/main.ts", "src/benchmarks/*.ts", "src/contenders/*.ts", "src/worker.ts"],
      project: ["src/**/*.ts"],
      // Resolved at run time, as a program to start.
      ignoreDependencies: ["@mailmux/gateway-node"],
    },
    "packages/http-tls": {
      entry: ["src/{index,wire/index,proxy/index,testing/index}.ts"],
      project: ["{src,test,scripts}/**/*.ts"],
    },
    "packages/soap-future": {
      entry: ["src/{index,interceptors/index,server/index,testing/index,command/main}.ts"],
      project: ["{src,test,bin}/**/*.{ts,js}"],
    },
    "packages/cluster": { entry: ["src/{index,soap,testing/index}.ts"], project: ["{src,test}/**/*.ts"] },
    "packages/gateway-api": { entry: ["src/index.ts"], project: ["{src,test,scripts}/**/*.ts"] },
    "packages/gateway-node": {
      // The shell is started by its path, on a terminal.
      entry: ["src/{index,main}.ts", "src/commands/hsh.ts"],
      project: ["{src,test,bin}/**/*.{ts,js}"],
    },
    "apps/cli": {
      project: ["{src,test,bin}/**/*.{ts,js}"],
      // Its build is copied into this package's (vite.config.ts).
      ignoreDependencies: ["@mailmux/admin-ui"],
    },
    "apps/admin-ui": { project: ["{src,server,shared,test}/**/*.{ts,svelte}"] },
  },
};

export default config;
