import { Agent } from "node:https";
import { createRequire } from "node:module";
import { type Contender } from "../benchmark.ts";
import { soapContender } from "./soap-contender.ts";

interface StrongClient {
  getVersion(args: object): Promise<{ result: { result: unknown } }>;
  mailQueue(args: object): Promise<{ result: { result: { item: readonly unknown[] } } }>;
  setSecurity(security: object): void;
  setEndpoint(url: string): void;
  addHttpHeader(name: string, value: string): void;
}

interface StrongSoap {
  readonly soap: {
    createClient(
      wsdl: string,
      options: object,
      done: (error: Error | null, client: StrongClient) => void,
    ): void;
    readonly BasicAuthSecurity: new (user: string, password: string, options: object) => object;
  };
}

// It has no types.
const require = createRequire(import.meta.url);
const { soap } = require("strong-soap") as StrongSoap;

/** `strong-soap`, set up as npm `soap` is; left alone it makes a new connection for each call. */
export function createContender(): Contender {
  return soapContender({
    name: "strong-soap",
    cases: ["queue", "oneByOne", "atOnce", "wsdl"],
    async open({ url, user, password, wsdl }) {
      const client = await load(wsdl);
      const agent = new Agent({ keepAlive: true, maxSockets: 20, rejectUnauthorized: false });
      client.setEndpoint(url);
      client.setSecurity(new soap.BasicAuthSecurity(user, password, { agent, rejectUnauthorized: false }));
      client.addHttpHeader("Connection", "keep-alive");
      return {
        mailQueue: async () => (await client.mailQueue({ filter: "" })).result.result.item,
        getVersion: async () => (await client.getVersion({})).result.result,
        close: () => agent.destroy(),
      };
    },
    loadWsdl: async (file) =>
      Object.entries(await load(file)).filter(([name, value]) => /^operation\d+$/.test(name) && value).length,
  });
}

function load(file: string): Promise<StrongClient> {
  return new Promise((resolve, reject) => {
    soap.createClient(file, {}, (error, client) => (error ? reject(error) : resolve(client)));
  });
}
