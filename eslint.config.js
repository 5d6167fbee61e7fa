import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import { importX } from "eslint-plugin-import-x";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import tseslint from "typescript-eslint";
import { mailmux } from "./tools/lint/plugin.js";

export default tseslint.config(
  {
    ignores: [
      "**/dist/",
      "**/build/",
      "**/.svelte-kit/",
      "**/*.gen.ts",
      ".tools/",
      ".demo/",
      "**/.readme-snippets/",
      "**/.test-results/",
      "bench/results/",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  ...tseslint.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node } },
    plugins: { "import-x": importX, mailmux },
    settings: {
      "import-x/resolver-next": [createTypeScriptImportResolver({ noWarnOnMultipleProjects: true })],
    },
    rules: {
      "import-x/no-cycle": "error",
      "import-x/no-self-import": "error",
      "mailmux/boundaries": "error",
      "mailmux/explained-disable": "error",
      "mailmux/no-idle-tests": "error",
      "no-control-regex": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": "error",
      "prefer-const": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportAllDeclaration",
          message: "Export names one by one: what is public is decided, not found.",
        },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
    },
  },
  {
    files: ["packages/*/src/**/*.ts", "apps/cli/src/**/*.ts"],
    ignores: ["**/*.test.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  },
  {
    files: ["apps/admin-ui/server/**/*.ts"],
    ignores: ["**/*.test.ts"],
    languageOptions: {
      parserOptions: {
        project: ["apps/admin-ui/tsconfig.server.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
  {
    files: ["packages/*/src/**/*.ts", "apps/cli/src/**/*.ts", "apps/admin-ui/server/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: { parser: tseslint.parser, extraFileExtensions: [".svelte"] },
    },
    rules: {
      // Props are destructured with let, as Svelte has it.
      "prefer-const": "off",
      "svelte/prefer-const": ["error", { excludedRunes: ["$props", "$derived", "$bindable"] }],
      // The panel lives at the root of its server: there is no base path to resolve.
      "svelte/no-navigation-without-resolve": "off",
      // svelte-check decides which of its warnings are ignored; it fails on the others.
      "svelte/no-unused-svelte-ignore": "off",
      // {" "} keeps a space that the formatter would move.
      "svelte/no-useless-mustaches": "off",
    },
  },
  {
    files: ["apps/admin-ui/src/**/*.ts", "apps/admin-ui/static/**/*.js"],
    languageOptions: { globals: { ...globals.browser } },
  },
  { files: ["bench/**/*.ts", "tools/**/*.mjs", "**/bin/*.js"], rules: { "no-console": "off" } },
);
