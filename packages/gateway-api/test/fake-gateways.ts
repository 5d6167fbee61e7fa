import { createCluster } from "@mailmux/cluster";
import { createSoapClient, SoapFault } from "@mailmux/soap-future";
import { createInMemoryService } from "@mailmux/soap-future/testing";
import {
  type Gateway,
  gatewayDescriptor,
  type GatewayService,
  type MailQueue,
  matchesFilter,
  type Message,
  parseFilter,
} from "../src/index.ts";
import { type GatewaySet, gatewaySet } from "../src/gateway/cluster.ts";
import { gatewayOf } from "../src/gateway/gateway.ts";

/** A gateway in memory whose mail the test changes as it likes; the codec is the real one. */
export interface FakeGateway extends Gateway {
  records: Message[];
  /** Down as if its wire were cut, or refusing whoever calls. */
  down: boolean | "refuses";
  /** Limits that were asked for. */
  readonly limits: number[];
  /** The most rows that it gives at once, whatever is asked for. */
  cap: number;
  /** What happens when it has answered. */
  answered: () => void;
}

export function record(id: number | bigint, msgts0: number, more: Partial<Message> = {}): Message {
  return {
    id,
    msgid: "5f0c7a10-60e0-11e4-ac7b-000c294da5fc",
    msgactionid: 1,
    msgts: msgts0 + 3600,
    msgts0,
    msgaction: "DELIVER",
    msgfrom: "a@example.com",
    msgto: "b@example.org",
    msgsubject: Buffer.from(`subject ${id}`),
    msgfromserver: "192.0.2.7",
    ...more,
  };
}

export function fakeGateway(name: string, records: Message[]): FakeGateway {
  const check = (): void => {
    if (gateway.down === "refuses")
      throw new SoapFault({ faultcode: "SOAP-ENV:Client", faultstring: "Unauthorized", httpStatus: 401 });
    if (gateway.down) throw new Error("the wire is cut");
  };
  const list = ({ filter, offset = 0, limit = 100, options }: MailQueue) => {
    check();
    gateway.limits.push(limit);
    const parsed = parseFilter(filter);
    const matches = gateway.records
      .filter((each) => matchesFilter(parsed, each, "queue"))
      .sort((left, right) => Number(right.msgts0) - Number(left.msgts0) || (left.id < right.id ? 1 : -1));
    const item = matches.slice(offset, offset + Math.min(limit, gateway.cap));
    gateway.answered();
    return {
      result: { item },
      ...(options?.totalhits === true ? { totalhits: matches.length } : {}),
    };
  };
  const transport = createInMemoryService<GatewayService>(gatewayDescriptor, {
    getVersion: () => {
      check();
      return { result: "4.8-p1" };
    },
    getUptime: () => {
      throw new SoapFault({ faultcode: "SOAP-ENV:Client", faultstring: "Forbidden", httpStatus: 403 });
    },
    mailQueue: list,
    mailHistory: list,
  });
  const client = createSoapClient<GatewayService>({ descriptor: gatewayDescriptor, transport });
  const gateway: FakeGateway = {
    ...gatewayOf({ name, address: `${name}:443` }, client),
    records,
    down: false,
    limits: [],
    cap: Infinity,
    answered: () => {},
  };
  return gateway;
}

export function fakeCluster(gateways: readonly Gateway[]): GatewaySet {
  return gatewaySet(createCluster<GatewayService, Gateway>({ nodes: gateways }));
}
