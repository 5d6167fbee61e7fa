/**
 * Where to go after signing in. Only a path of this panel: anything that a browser could read as another
 * origin (`//host`, `/\host`, `https:`) or that would come back to the sign-in page leads to the overview.
 */
export function safeReturnPath(wanted: string | null): string {
  if (wanted === null || !wanted.startsWith("/")) return "/";
  const base = "http://panel.invalid";
  const url = URL.parse(wanted, base);
  if (url === null || url.origin !== base || url.pathname.startsWith("/sign-in")) return "/";
  // A path of two slashes is another host to whoever resolves it next.
  if (url.pathname.startsWith("//")) return "/";
  return url.pathname + url.search;
}

/** The sign-in page, remembering where somebody wanted to go. */
export function signInPath(from: { pathname: string; search: string }): string {
  const wanted = safeReturnPath(from.pathname + from.search);
  return wanted === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ to: wanted })}`;
}
