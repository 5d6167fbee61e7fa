import { nearestWord } from "../nearest-word.ts";
import { filterFields } from "./fields.ts";

/** Words people use for a field that has another name. */
const otherNames: Readonly<Record<string, string>> = {
  id: "queueid",
  msgid: "messageid",
  sender: "from",
  recipient: "to",
  rcpt: "to",
  date: "time",
  host: "ip",
  client: "ip",
  user: "sasl",
  listener: "server",
  retries: "retry",
  status: "action",
  spam: "sascore",
};

/** The field someone probably meant, or undefined when nothing is near. */
export function nearestField(written: string): string | undefined {
  const name = written.slice(0, 40).toLowerCase();
  if (Object.hasOwn(otherNames, name)) return otherNames[name];
  if (name.startsWith("metadata")) return "metadata.NAME";
  return nearestWord(name, Object.keys(filterFields));
}
