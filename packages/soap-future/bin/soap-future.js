#!/usr/bin/env node
// Plain old syntax up to the check, so that an old Node gets to say what is wrong.
var parts = process.versions.node.split(".").map(Number);
if (parts[0] < 22 || (parts[0] === 22 && parts[1] < 18)) {
  console.error("soap-future needs Node.js 22.18 or newer; this is " + process.versions.node + ".");
  process.exit(1);
}

const { main } = await import("../dist/command/main.js");
process.exitCode = await main(process.argv.slice(2), process);
