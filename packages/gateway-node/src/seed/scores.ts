import type { Pair } from "../store/message.ts";
import type { Random } from "./random.ts";

const hamRules = [
  "ALL_TRUSTED=-1",
  "DKIM_VALID=-0.1",
  "SPF_PASS=-0.001",
  "HTML_MESSAGE=0.001",
  "BAYES_00=-1.9",
];
const spamRules = [
  "BAYES_99=3.5",
  "URIBL_BLACK=1.7",
  "RDNS_NONE=1.3",
  "HTML_IMAGE_ONLY_08=1.8",
  "FORGED_MUA_OUTLOOK=2.5",
  "MONEY_FRAUD_3=2.1",
  "SUBJ_ALL_CAPS=0.5",
];

const viruses = [
  "Eicar-Test-Signature",
  "Trojan.Agent-36372",
  "Win.Worm.Mydoom-1",
  "Doc.Dropper.Macro-7",
] as const;

/** What the scan engines said, ascending by engine; the first, when it ran, is the score most people look at. */
export function scanResults(random: Random, kind: "ham" | "spam", outbound: boolean): Pair[] {
  const results: Pair[] = [];
  // A message beyond the scanners' size limit, or from a trusted client, is scanned by none.
  if (random.chance(0.04)) return results;
  results.push({ first: "0", second: spamAssassin(random, kind) });
  const virus = kind === "spam" && random.chance(0.12) ? random.pick(viruses) : undefined;
  if (random.chance(0.5)) results.push({ first: "1", second: virus === undefined ? "0|" : `100|${virus}` });
  results.push({ first: outbound ? "5" : "3", second: reputation(random, kind) });
  // Ascending by engine: 4 belongs before 5.
  const clam = { first: "4", second: virus === undefined ? "0|" : `1|${virus}` };
  return [...results, clam].sort((a, b) => Number(a.first) - Number(b.first));
}

function spamAssassin(random: Random, kind: "ham" | "spam"): string {
  const pool = kind === "spam" ? spamRules : hamRules;
  const rules = pool.filter(() => random.chance(0.6));
  const score = rules.reduce((sum, rule) => sum + Number(rule.slice(rule.indexOf("=") + 1)), 0);
  return `${Number(score.toFixed(1))}|${rules.join(",")}`;
}

function reputation(random: Random, kind: "ham" | "spam"): string {
  const value =
    kind === "spam"
      ? random.weighted([
          [100, 6],
          [50, 3],
          [10, 1],
        ])
      : random.weighted([
          [0, 8],
          [40, 1],
        ]);
  return `${value}|str=0001.0A0B02${random.integer(10, 99)}.${random.hex(8).toUpperCase()}.${random.hex(4).toUpperCase()},ss=1,fgs=0`;
}
