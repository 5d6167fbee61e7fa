#!/usr/bin/env node
// `npx mailmux` in a clone: the built command, on a Node that can run it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { exec } from "../lib/exec.mjs";
import { findNode, root } from "../lib/toolchain.mjs";

const node = findNode();
if (!node || !existsSync(join(root, "apps/cli/dist/main.js"))) {
  process.stderr.write(
    'mailmux is not built in this clone yet. Run "npm run build" (or "npm run demo") once.\n',
  );
  process.exitCode = 1;
} else {
  process.exitCode = await exec(node, [join(root, "apps/cli/bin/mailmux.js"), ...process.argv.slice(2)]);
}
