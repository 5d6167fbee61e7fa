import { SaxesParser } from "saxes";
import { type Contender } from "../benchmark.ts";
import { soapContender } from "./soap-contender.ts";

const numbers = new Set(["id", "msgactionid", "msgts", "msgts0", "msgsize", "msgretries", "msgqueueid"]);
const bytes = new Set(["msgsubject", "msgerror", "msgdescription"]);

/** Events of an XML parser that checks well-formedness, and by hand the same values as ours, for these messages alone. */
export function createContender(): Contender {
  return soapContender({ name: "saxes", cases: ["decode"], open: () => ({ decode }) });
}

function decode(envelope: Buffer): readonly unknown[] {
  const parser = new SaxesParser({ xmlns: true });
  const items: Record<string, unknown>[] = [];
  let item: Record<string, unknown> | undefined;
  let text = "";
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ local }) => {
    text = "";
    if (local === "item") item = {};
  });
  parser.on("text", (piece) => {
    text += piece;
  });
  parser.on("closetag", ({ local }) => {
    if (local === "item") {
      if (item) items.push(item);
      item = undefined;
    } else if (item) {
      item[local] = numbers.has(local) ? Number(text) : bytes.has(local) ? Buffer.from(text, "base64") : text;
    }
  });
  parser.write(envelope.toString()).close();
  return items;
}
