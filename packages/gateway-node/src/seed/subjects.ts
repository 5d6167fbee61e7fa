import type { Random } from "./random.ts";

const ordinary = [
  "Re: Meeting on Thursday",
  "Fwd: Minutes of the board meeting",
  "Invoice {n} is due",
  "Your order {n} has been shipped",
  "Quarterly report, second draft",
  "Lunch?",
  "Out of office: back on Monday",
  "Password reset requested",
  "Build #{n} failed on main",
  "[Ticket {n}] Printer on floor 3 is offline again",
  "Faktura {n} från Nordfrakt",
  "Återkoppling på offert {n}",
  "SV: Åtgärder före vinteruppehållet",
  "Möte flyttat till kl. 14.30",
  "Rechnung {n} für März",
  "Ihre Bestellung {n} – Lieferverzögerung",
  "Größenänderung übernehmen?",
  "Réponse à votre demande n° {n}",
  "Dernier rappel : facture impayée n° {n}",
  "Conferma dell'ordine {n}",
  "Presupuesto actualizado para mañana",
  "Zażółć gęślą jaźń – próba {n}",
  "Счёт №{n} на оплату",
  "Напоминание о встрече",
  "Επιβεβαίωση παραγγελίας {n}",
  "請求書 {n} のご確認",
  "会议纪要（第{n}次）",
  "회의 일정 변경 안내",
  "ใบแจ้งหนี้เลขที่ {n}",
  "Hóa đơn số {n} đã quá hạn",
] as const;

const rightToLeft = [
  "فاتورة رقم {n} مستحقة الدفع",
  "Re: اجتماع يوم الخميس 14:30",
  "חשבונית מספר {n} לתשלום",
  "یادآوری جلسه فردا",
] as const;

const emoji = [
  "🎉 Weekend sale: 50 % off everything! 🛍️",
  "👩‍👩‍👧‍👦 Family day at the office",
  "✅ Backup finished (0 errors)",
  "🇸🇪 Midsommar på kontoret 🌸",
  "⚠️🔥 Your mailbox is almost full 🔥⚠️",
] as const;

const spam = [
  "You have WON {n} EUR, claim today!!!",
  "V1agra and C1alis, no prescription",
  "Your account has been suspended, verify within 24 hours",
  "Urgent wire transfer, are you at your desk?",
  "Investment opportunity of USD {n},000,000",
  "Final notice about your parcel",
] as const;

/** What people send to break whoever shows it. A page, a terminal or a table file must not act on any of it. */
export const hostileSubjects = [
  "<script>alert(document.cookie)</script>",
  '"><img src=x onerror=alert(1)>',
  "<b>bold</b> &lt;already escaped&gt; &amp;",
  "]]><item><id>1</id></item><![CDATA[",
  "{{constructor.constructor('alert(1)')()}} ${7*7}",
  "Invoice \u202Efdp.exe\u202C attached",
  "\u2066admin\u2069 \u200Bzero\u200Bwidth\u200B \uFEFFmark",
  '=HYPERLINK("http://evil.example","Click")',
  "@SUM(1+1)*cmd|'/c calc'!A0",
  "\u001B[31mred\u001B[0m \u001B]0;owned\u0007 bell",
  "'; DROP TABLE queue; --",
  'subject~"quoted" && action=DELIVER or time>0',
  "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!",
  "__proto__",
  "tab\tand\r\nline break",
] as const;

type SubjectKind = "plain" | "emoji" | "rightToLeft" | "hostile" | "empty" | "long";

/** A subject in one of many languages; now and then an empty, a very long or a hostile one. */
export function subject(random: Random, kind: "ham" | "spam"): string {
  const text = subjectText(random, kind === "spam" ? spam : ordinary);
  return text.replace("{n}", String(random.integer(1_000, 99_999)));
}

function subjectText(random: Random, plain: typeof spam | typeof ordinary): string {
  const kind = random.weighted<SubjectKind>([
    ["plain", 84],
    ["emoji", 5],
    ["rightToLeft", 4],
    ["hostile", 3],
    ["empty", 2],
    ["long", 2],
  ]);
  switch (kind) {
    case "plain":
      return random.pick<string>(plain);
    case "emoji":
      return random.pick(emoji);
    case "rightToLeft":
      return random.pick(rightToLeft);
    case "hostile":
      return random.pick(hostileSubjects);
    case "empty":
      return "";
    case "long":
      return longSubject(random);
  }
}

function longSubject(random: Random): string {
  const words = Array.from({ length: random.integer(30, 90) }, () => random.pick(ordinary));
  return words.join(" / ").replaceAll("{n}", "7").slice(0, random.integer(300, 950)).toWellFormed();
}
