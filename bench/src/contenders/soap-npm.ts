import soap from "soap";
import { type Contender } from "../benchmark.ts";
import { createPeerClient } from "./soap-client.ts";
import { soapContender } from "./soap-contender.ts";

interface QueueResult {
  readonly result: { readonly item: readonly unknown[] };
}

/** npm `soap`: no pin, no verification. It leaves base64 as text. */
export function createContender(): Contender {
  return soapContender({
    name: "soap",
    cases: ["queue", "oneByOne", "atOnce", "decode", "wsdl"],
    async open(target) {
      const { client, close } = await createPeerClient(target);
      return {
        async mailQueue() {
          const [{ result }] = (await client.mailQueueAsync({ filter: "" })) as [QueueResult];
          return result.item;
        },
        async getVersion() {
          const [{ result }] = (await client.getVersionAsync({})) as [{ result: unknown }];
          return result;
        },
        decode(envelope) {
          const { Body } = client.wsdl.xmlToObject(envelope.toString()) as {
            Body: { mailQueueResponse: QueueResult };
          };
          return Body.mailQueueResponse.result.item;
        },
        close,
      };
    },
    async loadWsdl(file) {
      const client = await soap.createClientAsync(file);
      const described = client.describe() as { Large: { LargeSoap: object } };
      return Object.keys(described.Large.LargeSoap).length;
    },
  });
}
