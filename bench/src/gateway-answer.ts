import { gatewayDescriptor, type GatewayService, type Message } from "@mailmux/gateway-api";
import { createInMemoryService } from "@mailmux/soap-future/testing";

/** The answer to mailQueue with so many messages, as our server writes it: about 600 bytes a message. */
export async function mailQueueAnswer(count: number): Promise<Buffer> {
  const item = Array.from({ length: count }, (_, index) => message(index));
  return answerTo('<mailQueue xmlns="urn:halon"><filter xmlns=""></filter></mailQueue>', {
    mailQueue: () => ({ result: { item }, totalhits: count }),
  });
}

export async function versionAnswer(): Promise<Buffer> {
  return answerTo('<getVersion xmlns="urn:halon"/>', { getVersion: () => ({ result: "6.4.1-p2" }) });
}

async function answerTo(
  body: string,
  handlers: Parameters<typeof createInMemoryService<GatewayService>>[1],
): Promise<Buffer> {
  const service = createInMemoryService<GatewayService>(gatewayDescriptor, handlers);
  const response = await service.send({
    headers: {},
    body: `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>${body}</Body></Envelope>`,
    idempotent: true,
    signal: new AbortController().signal,
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of response.body) pieces.push(piece);
  return Buffer.concat(pieces);
}

const subjects = ["Invoice 2026-0815", "Re: Grüße aus Köln", "打ち合わせの件", "Your order <#4711> & more"];

/** A message such as a gateway's queue holds. Always the same for the same number. */
function message(index: number): Message {
  const time = 1_795_000_000 + index * 7;
  const hex = (index * 2_654_435_761).toString(16).padStart(12, "0").slice(-12);
  return {
    id: 4_294_967_296 + index,
    msgid: `0f8fad5b-d9cb-469f-a165-${hex}`,
    msgactionid: 1 + (index % 3),
    msgts: time + 3600,
    msgts0: time,
    msgaction: index % 10 === 0 ? "QUARANTINE" : "DELIVER",
    msgfrom: index % 17 === 0 ? "" : `sender${index % 400}@example${index % 40}.com`,
    msgto: `first.last${index % 900}@mail.example.org`,
    msgsubject: Buffer.from(subjects[index % subjects.length] ?? ""),
    msgfromserver: `192.0.2.${index % 255}`,
    msghelo: `mx${index % 40}.example${index % 40}.com`,
    msgsize: 2_000 + ((index * 7919) % 900_000),
    msglistener: "mailserver:1",
    msgtransport: "mailtransport:1",
    msgretries: index % 5,
    ...(index % 5 === 0 ? {} : { msgerror: Buffer.from("451 4.7.1 Greylisted, try again later") }),
  };
}
