import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

export interface BenchNode {
  readonly url: string;
  readonly fingerprint: string;
  readonly user: string;
  readonly password: string;
}

const program = join(
  dirname(createRequire(import.meta.url).resolve("@mailmux/gateway-node/package.json")),
  "bin/mailmux-node.js",
);
const password = "benchmark";

/** Real gateway nodes, each in a process of its own, at rest. */
export async function startNodes(
  count: number,
  args: readonly string[],
): Promise<{ nodes: BenchNode[]; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "mailmux-bench-"));
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const children = Array.from({ length: count }, (_, index) =>
    spawn(
      process.execPath,
      [
        program,
        "--name",
        `mx${index + 1}`,
        "--password-file",
        passwordFile,
        "--no-traffic",
        "--exit-with-stdin",
        ...args,
      ],
      {
        stdio: ["pipe", "pipe", "inherit"],
      },
    ),
  );
  const nodes = await Promise.all(
    children.map(async (child) => {
      for await (const line of createInterface({ input: child.stdout })) {
        const match = /ready: (\S+) .*user: (\S+) .*fingerprint: (\S+)/.exec(line);
        if (match)
          return { url: match[1] ?? "", user: match[2] ?? "", fingerprint: match[3] ?? "", password };
      }
      throw new Error("a node ended before it was ready");
    }),
  );
  return {
    nodes,
    async close() {
      const ended = children.map((child) => once(child, "exit"));
      for (const child of children) child.kill("SIGTERM");
      await Promise.all(ended);
      rmSync(folder, { recursive: true });
    },
  };
}
