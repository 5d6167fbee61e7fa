import type { Random } from "./random.ts";

/** Domains behind the gateway. All names are under the reserved top-level domain `.example`. */
export const localDomains = [
  "nordfrakt.example",
  "halden-bygg.example",
  "kajsas-blommor.example",
  "stadsbiblioteket.example",
  "klinik-sankt-anna.example",
] as const;

const remoteDomains = [
  ["brevlada.example", 14],
  ["postkontoret.example", 10],
  ["mail.acme-industries.example", 8],
  ["acme-industries.example", 8],
  ["contoso-freight.example", 6],
  ["universitetet.example", 6],
  ["banque-du-nord.example", 4],
  ["tokyo-denki.example", 4],
  ["kozmetika-plovdiv.example", 3],
  ["al-manar-trading.example", 3],
  ["xn--bcher-kva.example", 2],
  ["newsletter.superdeals.example", 6],
  ["bounce.mailings.example", 4],
  ["win-prizes-now.example", 4],
  ["secure-account-verify.example", 3],
] as const;

const givenNames = [
  "anna",
  "erik",
  "maria",
  "lars",
  "ingrid",
  "mohammed",
  "fatima",
  "chen",
  "yuki",
  "olga",
  "dmitri",
  "sofia",
  "liam",
  "aoife",
  "pierre",
  "amelie",
  "juan",
  "lucia",
  "giulia",
  "noa",
] as const;

const familyNames = [
  "andersson",
  "ek",
  "lindqvist",
  "berg",
  "o'brien",
  "garcia",
  "rossi",
  "tanaka",
  "ivanova",
  "haddad",
  "cohen",
  "nguyen",
  "mueller",
  "dubois",
  "kowalska",
] as const;

const roles = ["info", "support", "faktura", "order", "noreply", "hr", "sales", "post", "abuse"] as const;

/** An address behind the gateway. */
export function localAddress(random: Random): string {
  return `${localPart(random)}@${random.pick(localDomains)}`;
}

/** An address elsewhere. */
export function remoteAddress(random: Random): string {
  return `${localPart(random)}@${random.weighted(remoteDomains)}`;
}

/** The part before the `@`: a person in one of the usual spellings, or a role. */
function localPart(random: Random): string {
  if (random.chance(0.2)) return random.pick(roles);
  const given = random.pick(givenNames);
  const family = random.pick(familyNames);
  return random.weighted([
    [`${given}.${family}`, 6],
    [`${given[0]}${family}`, 2],
    [given, 2],
    [`${given}${random.integer(1, 99)}`, 1],
    [`${given}.${family}+${random.pick(["shop", "news", "lists"])}`, 1],
    // Upper case is legal and must neither hide a message from a filter nor change on its way.
    [`${given[0]?.toUpperCase()}${given.slice(1)}.${family[0]?.toUpperCase()}${family.slice(1)}`, 1],
  ]);
}
