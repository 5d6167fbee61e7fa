import { escapeText } from "../xml/characters.ts";
import { writeXmlElement } from "../xml/writer.ts";
import { valueError } from "./value-error.ts";

/** Text and elements in their order. */
export function encodeMixed(value: unknown, path: string): string {
  if (value === undefined) return "";
  if (!Array.isArray(value)) throw valueError("encode", `${path} must be an array`, path);
  return value
    .map((each: unknown, index) =>
      typeof each === "string" ? escapeText(each, path) : writeXmlElement(each, `${path}[${index}]`),
    )
    .join("");
}
