const octet = /^(?:0|[1-9]\d{0,2})$/;
const group = /^[0-9A-Fa-f]{1,4}$/;

/** Whether a text is an IPv4 or IPv6 address. Here, because this folder runs in browsers too. */
export function isIpAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => octet.test(part) && Number(part) < 256);
}

function isIpv6(text: string): boolean {
  if (text.length > 45) return false;
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const parts = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  let count = parts.length;
  const last = parts.at(-1);
  if (last?.includes(".") && !text.endsWith("::")) {
    if (!isIpv4(last)) return false;
    parts.pop();
    count += 1;
  }
  if (!parts.every((part) => group.test(part))) return false;
  return halves.length === 2 ? count < 8 : count === 8;
}
