import { once } from "node:events";
import { connect } from "node:tls";
import { type Contender } from "../benchmark.ts";
import { soapContender } from "./soap-contender.ts";

const body =
  '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body><getVersion xmlns="urn:halon"/></Body></Envelope>';
const request = Buffer.from(`POST /remote/ HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`);

/** A TLS socket, and neither HTTP nor XML: what a call costs in Node before anything of it is understood. */
export function createContender(): Contender {
  return soapContender({
    name: "bare TLS socket",
    cases: ["oneByOne"],
    async open({ url }) {
      const socket = connect({
        host: "127.0.0.1",
        port: Number(new URL(url).port),
        rejectUnauthorized: false,
      });
      await once(socket, "secureConnect");
      socket.setNoDelay(true);
      let received = (): void => undefined;
      let answer = "";
      socket.on("data", (bytes: Buffer) => {
        answer += bytes.toString("latin1");
        if (answer.endsWith("</SOAP-ENV:Envelope>\n")) received();
      });
      return {
        async getVersion() {
          answer = "";
          const whole = new Promise<void>((resolve) => {
            received = resolve;
          });
          socket.write(request);
          await whole;
          return answer.includes("<result>6.4.1-p2</result>") ? "6.4.1-p2" : "";
        },
        close: () => void socket.destroy(),
      };
    },
  });
}
