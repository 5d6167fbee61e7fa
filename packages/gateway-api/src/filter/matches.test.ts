import { describe, expect, it } from "vitest";
import { matchesFilter, parseFilter, type FilterRecord, type MessageSource } from "./index.ts";

const uuid = "b70a2fea-683a-11e1-91e4-000c294da5fc";
const big = 9_007_199_254_740_993n;

const queued: FilterRecord = {
  id: big,
  msgid: uuid,
  msgactionid: 1,
  msgts0: 1_414_747_984,
  msgaction: "DELIVER",
  msgfrom: "Anna.Ek@Example.com",
  msgto: "bo@example.org",
  msgsubject: new TextEncoder().encode("Ärende 100% klart ΟΔΟΣ"),
  msgfromserver: "2001:DB8::7",
  msghelo: "Mail.Example.com",
  msgsize: 5_000,
  msglistener: "mailserver:1",
  msgtransport: "mailtransport:2",
  msgretries: 2,
  msgscore: {
    item: [
      { first: "0", second: "-0.9|ALL_TRUSTED=-1,X=0.1" },
      { first: "3", second: "100|str=1" },
    ],
  },
  msgmetadata: [{ first: "customer", second: "Acme" }],
};

const logged: FilterRecord = { ...queued, id: 7n, msgqueueid: "10003", msgretries: undefined };

function matches(text: string, record: FilterRecord = queued, source: MessageSource = "queue"): boolean {
  return matchesFilter(parseFilter(text), record, source);
}

describe("matchesFilter", () => {
  it.each([
    ["from=anna.ek@example.COM", true],
    ["from=%@example.com", false],
    ["from~%@example.com", true],
    ["from~example", true],
    ["from~anna%", true],
    ["from~%anna", false],
    ["from~a%e%m", true],
    ["from~anna%na.ek@example.com", false],
    ["from~%%", true],
    ["from~", true],
    ["ip=2001:db8::7", true],
    ["helo=MAIL.example.com", true],
    ["subject~ärende", true],
    ["subject~οδος", true],
    ["subject~100\\%", true],
    ["subject~100\\%%", false],
    ["subject~%100\\%%", true],
    ["sasl=", true],
    ["sasl~x", false],
    ["quarantine=", true],
    ["not quarantine=1", true],
    ["server=1", true],
    ["server=mailserver:1", true],
    ["server=2", false],
    ["transport=2", true],
    ["action=deliver", true],
    ["retry=2", true],
    ["retry>1.5 retry<2.5", true],
    ["retry=2.0", true],
    ["retry=2.5", false],
    ["retry>=2 retry<=2", true],
    ["size>4999.9", true],
    ["size<99999999999999999999", true],
    ["size>-99999999999999999999", true],
    ["size=99999999999999999999", false],
    ["sascore=-0.9", true],
    ["sascore<-0.5", true],
    ["rpdscore=100", true],
    ["rpdscore>100", false],
    ["metadata.customer=Acme", true],
    ["metadata.customer=acme", false],
    ["metadata.customer~%me", true],
    ["metadata.other=", false],
    ["not metadata.other=x", true],
    [`messageid=${uuid}`, true],
    [`messageid=${uuid.toUpperCase()}`, false],
    ["messageid~b70a2fea%", true],
    [`messageid=${uuid}:${big}`, true],
    [`messageid=${uuid}:${big - 1n}`, false],
    ["historyid=7", false],
    ["not historyid=7", true],
    ["rawsubject~a", false],
    ["not rawsubject~a", true],
  ])("on a queued message, %j gives %j", (text, expected) => {
    expect(matches(text)).toBe(expected);
  });

  it.each([
    ["queueid=10003", true],
    ["historyid=7", true],
    [`messageid=${uuid}:10003`, true],
    ["retry=2", false],
    ["retry>0", false],
    ["not retry=2", true],
    ["quarantine=", false],
    ["not quarantine=1", true],
  ])("on a logged message, %j gives %j", (text, expected) => {
    expect(matches(text, logged, "history")).toBe(expected);
  });

  it.each([
    [`queueid=${big}`, true],
    [`queueid=${big - 1n}`, false],
    [`queueid>${big - 1n}`, true],
    [`queueid<${big + 1n}`, true],
    [`queueid>${big}`, false],
    [`queueid<${big}.5`, true],
    [`queueid>=${big}.5`, false],
  ])("compares ids beyond 2^53 exactly: %s gives %j", (text, expected) => {
    for (const id of [big, String(big)]) expect(matches(text, { ...queued, id })).toBe(expected);
  });

  it("takes an engine that did not run for no match, whichever way round", () => {
    const unscanned: FilterRecord = { ...queued, msgscore: {} };
    expect(matches("sascore>-100", unscanned)).toBe(false);
    expect(matches("not sascore>-100", unscanned)).toBe(true);
  });

  it("finds rpdscore in either direction's engine", () => {
    const outbound: FilterRecord = { ...queued, msgscore: [{ first: "5", second: "50|x" }] };
    expect(matches("rpdscore=50", outbound)).toBe(true);
  });
});
