/** Compares names so that `mx2` comes before `mx10`. */
export function naturalOrder(left: string, right: string): number {
  return collator.compare(left, right) || (left < right ? -1 : left > right ? 1 : 0);
}

const collator = new Intl.Collator("en", { numeric: true });
