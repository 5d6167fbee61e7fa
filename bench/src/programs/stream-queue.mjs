// Streams the messages of mailQueue and says how many came, and the most memory that the process had. A program of
// plain JavaScript, as Node takes tens of MiB to read TypeScript. Its argument is a SoapTarget as JSON.
import { readFileSync } from "node:fs";
import { createSoapClient, parseWsdl } from "@mailmux/soap-future";

const { streamUrl, wsdl, fingerprint, user, password } = JSON.parse(process.argv[2] ?? "");
const baseMiB = process.resourceUsage().maxRSS / 1024;
const client = createSoapClient({
  descriptor: parseWsdl(readFileSync(wsdl, "utf8")),
  endpoint: streamUrl,
  tls: { fingerprints: [fingerprint] },
  auth: { username: user, password },
  // 600 MB and 15 million elements are more than one takes from anybody without saying so.
  maxBodyBytes: 2 ** 30,
  xmlLimits: { maxElements: 20_000_000 },
});
let messages = 0;
for await (const message of client.stream().mailQueue({ filter: "" })) {
  if (typeof message.id === "number") messages++;
}
await client.close();
process.stdout.write(JSON.stringify({ messages, peakMiB: process.resourceUsage().maxRSS / 1024, baseMiB }));
