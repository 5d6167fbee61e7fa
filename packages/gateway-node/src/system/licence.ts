import { createHash, timingSafeEqual } from "node:crypto";
import { fault } from "../service/fault.ts";

/** What a licence says. */
export interface Licence {
  /** The serial number of the node: 1 to 10 digits. */
  readonly serial: string;
  /** The last day on which it holds, `YYYY-MM-DD`, UTC. */
  readonly until: string;
}

const maxBytes = 4_096;
const begin = "-----BEGIN GATEWAY LICENCE-----";
const end = "-----END GATEWAY LICENCE-----";

/**
 * The text of a licence of a made-up node. Its digest finds what was damaged on the way; it keeps nobody from writing
 * another one, because nothing here is worth a licence.
 */
export function formatLicence({ serial, until }: Licence): string {
  const fields = fieldsOf(serial, until);
  return `${begin}\n${fields}digest: ${digestOf(fields)}\n${end}\n`;
}

/**
 * Reads the text of a licence. Throws the fault that is the answer to what is none, is damaged, or holds no longer.
 * @param now milliseconds since 1970
 */
export function readLicence(data: Uint8Array, now: number): Licence {
  if (data.length > maxBytes) throw fault(`A licence has no more than ${maxBytes} bytes`);
  const text = Buffer.from(data).toString("latin1").replaceAll("\r\n", "\n").trim();
  const lines = text.split("\n");
  const [serial, until, digest] = [
    /^serial: (\d{1,10})$/.exec(lines[1] ?? "")?.[1],
    /^until: (\d{4}-\d\d-\d\d)$/.exec(lines[2] ?? "")?.[1],
    /^digest: ([\da-f]{64})$/.exec(lines[3] ?? "")?.[1],
  ];
  const isWhole = lines.length === 5 && lines[0] === begin && lines[4] === end;
  if (!isWhole || serial === undefined || until === undefined || digest === undefined) {
    throw fault("The data is no licence");
  }
  const wanted = digestOf(fieldsOf(serial, until));
  if (!timingSafeEqual(Buffer.from(digest), Buffer.from(wanted))) throw fault("The licence is damaged");
  const lastDay = Date.parse(`${until}T23:59:59Z`);
  if (Number.isNaN(lastDay)) throw fault("The data is no licence");
  if (lastDay < now) throw fault(`The licence ended on ${until}`);
  return { serial, until };
}

function fieldsOf(serial: string, until: string): string {
  return `serial: ${serial}\nuntil: ${until}\n`;
}

function digestOf(fields: string): string {
  return createHash("sha256").update(fields).digest("hex");
}
