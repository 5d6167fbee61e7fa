import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gatewayDescriptor, type GatewayService } from "@mailmux/gateway-api";
import { createSoapClient, parseWsdl } from "@mailmux/soap-future";
import { createInMemoryTransport } from "@mailmux/soap-future/testing";
import { type Contender } from "../benchmark.ts";
import { soapContender, type StreamFigures } from "./soap-contender.ts";

const run = promisify(execFile);
const program = fileURLToPath(new URL("../programs/stream-queue.mjs", import.meta.url));

/** What a TLS connection gives at once, at most. */
const pieceBytes = 64 * 1024;

/** Ours, with a pinned certificate and all checks. */
export function createContender(): Contender {
  return soapContender({
    name: "mailmux",
    cases: ["queue", "oneByOne", "atOnce", "decode", "peak", "wsdl"],
    open({ url, fingerprint, user, password }) {
      const client = createSoapClient<GatewayService>({
        descriptor: gatewayDescriptor,
        endpoint: url,
        tls: { fingerprints: [fingerprint] },
        auth: { username: user, password },
        maxConnections: 20,
      });
      return {
        async mailQueue() {
          const { result } = await client.mailQueue({ filter: "" });
          return result.item;
        },
        async getVersion() {
          const { result } = await client.getVersion();
          return result;
        },
        async decode(envelope) {
          const pieces: Buffer[] = [];
          for (let at = 0; at < envelope.length; at += pieceBytes)
            pieces.push(envelope.subarray(at, at + pieceBytes));
          const inMemory = createSoapClient<GatewayService>({
            descriptor: gatewayDescriptor,
            transport: createInMemoryTransport(() => ({ body: pieces })),
          });
          const { result } = await inMemory.mailQueue({ filter: "" });
          return result.item;
        },
        close: () => client.close(),
      };
    },
    async streamAlone(target) {
      const { stdout } = await run(process.execPath, [program, JSON.stringify(target)]);
      return JSON.parse(stdout) as StreamFigures;
    },
    loadWsdl: (file) => parseWsdl(readFileSync(file, "utf8")).operations.length,
  });
}
