/**
 * A JSDoc comment with its line end, or nothing for no text. The text comes from a WSDL: it must not end the comment.
 */
export function comment(text: string | undefined, indent = ""): string {
  const lines = (text ?? "")
    .replaceAll("*/", "*\\/")
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.trim());
  while (lines[0] === "") lines.shift();
  while (lines.at(-1) === "") lines.pop();
  if (lines.length === 0) return "";
  if (lines.length === 1) return `${indent}/** ${lines.join("")} */\n`;
  const inner = lines.map((line) => `${indent} *${line === "" ? "" : ` ${line}`}\n`).join("");
  return `${indent}/**\n${inner}${indent} */\n`;
}
