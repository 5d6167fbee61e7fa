// A small shell for expressions, run on a terminal of its own: numbers, texts, + - * / and parentheses.
import { createInterface } from "node:readline";
import { evaluate } from "./expression.ts";

const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: "hsh> " });
lines.prompt();
lines.on("line", (line) => {
  const text = line.trim();
  if (text === "exit") {
    lines.close();
    return;
  }
  if (text === "help") process.stdout.write('numbers, "texts", + - * / ( ); exit leaves\n');
  else if (text !== "") process.stdout.write(`${evaluate(text)}\n`);
  lines.prompt();
});
lines.on("close", () => process.exit(0));
