import { join } from "node:path";
import { Linter } from "eslint";
import { describe, expect, it } from "vitest";
import tseslint from "typescript-eslint";
import { mailmux } from "../lint/plugin.js";

const root = join(import.meta.dirname, "..", "..");

/** Messages of one of our rules about a file of the workspace. */
function lint(rule: string, file: string, code: string): string[] {
  const linter = new Linter({ cwd: root });
  const config = {
    files: ["**/*.ts"],
    languageOptions: { parser: tseslint.parser },
    plugins: { mailmux },
    rules: { [`mailmux/${rule}`]: "error" },
  } as Linter.Config;
  const messages = linter.verify(code, config, { filename: join(root, file) });
  return messages
    .filter((message) => message.ruleId === `mailmux/${rule}`)
    .map((message) => message.messageId ?? "");
}

describe("mailmux/boundaries", () => {
  it.each([
    ["packages/http-tls/src/client.ts", "@mailmux/soap-future"],
    ["packages/soap-future/src/client.ts", "@mailmux/http-tls"],
    ["packages/soap-future/src/http-transport.ts", "@mailmux/cluster"],
    ["packages/cluster/src/run.ts", "@mailmux/soap-future"],
    ["packages/cluster/src/soap.ts", "@mailmux/http-tls"],
    ["packages/gateway-api/src/index.ts", "@mailmux/gateway-node"],
    ["packages/gateway-node/src/index.ts", "@mailmux/http-tls"],
    ["apps/admin-ui/src/lib/x.ts", "@mailmux/gateway-api"],
    ["apps/admin-ui/server/app.ts", "@mailmux/soap-future"],
    ["apps/cli/src/main.ts", "@mailmux/http-tls"],
    ["apps/cli/src/main.ts", "@mailmux/gateway-node/main"],
  ])("refuses %s to import %s, in every form", (file, source) => {
    for (const code of [
      `import x from "${source}";`,
      `export { x } from "${source}";`,
      `await import("${source}");`,
    ]) {
      expect(lint("boundaries", file, code)).toEqual(["upward"]);
    }
  });

  it.each([
    ["packages/soap-future/src/http-transport.ts", "@mailmux/http-tls"],
    ["packages/cluster/src/soap.ts", "@mailmux/soap-future"],
    ["packages/gateway-api/src/index.ts", "@mailmux/cluster/soap"],
    ["packages/soap-future/test/real-http.test.ts", "@mailmux/http-tls/testing"],
    ["apps/cli/src/node.ts", "@mailmux/gateway-node/main"],
    ["packages/http-tls/src/client.ts", "node:net"],
    ["packages/http-tls/src/client.ts", "./pool.ts"],
  ])("lets %s import %s", (file, source) => {
    expect(lint("boundaries", file, `import x from "${source}";`)).toEqual([]);
  });

  it("keeps the wire parser without sockets, and packages out of each other's folders", () => {
    expect(
      lint("boundaries", "packages/http-tls/src/wire/framing.ts", 'import net from "node:net";'),
    ).toEqual(["io"]);
    expect(
      lint("boundaries", "apps/cli/src/x.ts", 'import x from "../../../packages/cluster/src/run.ts";'),
    ).toEqual(["inside"]);
  });
});

describe("mailmux/explained-disable", () => {
  it("wants a reason", () => {
    expect(lint("explained-disable", "a.ts", "// eslint-disable-next-line eqeqeq\nx == y;")).toEqual(["why"]);
    expect(
      lint("explained-disable", "a.ts", "// eslint-disable-next-line eqeqeq -- null and undefined\nx == y;"),
    ).toEqual([]);
  });
});

describe("mailmux/no-idle-tests", () => {
  it.each(["it.skip('x', f);", "describe.only('x', f);", "test.todo('x');", "// it('x', () => {});"])(
    "refuses %s",
    (code) => {
      expect(lint("no-idle-tests", "a.test.ts", code)).toHaveLength(1);
    },
  );

  it("allows a test that depends on its surroundings, and says on which", () => {
    expect(lint("no-idle-tests", "a.test.ts", "describe.skipIf(!browser)('x', f);")).toEqual([]);
  });
});
