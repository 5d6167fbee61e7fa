#!/usr/bin/env node
// Plain old syntax up to the check, so that an old Node gets to say what is wrong.
var parts = process.versions.node.split(".").map(Number);
if (parts[0] < 22 || (parts[0] === 22 && parts[1] < 18)) {
  console.error("mailmux-node needs Node.js 22.18 or newer; this is " + process.versions.node + ".");
  process.exit(1);
}

// Node calls its SQLite experimental on every start. That is for us to know, not for who reads the log.
var emitWarning = process.emitWarning;
process.emitWarning = function (warning) {
  if (!/SQLite is an experimental feature/.test(String(warning))) emitWarning.apply(process, arguments);
};

const { main } = await import("../dist/main.js");
process.exitCode = await main(process.argv.slice(2), process);
