export { dialHttpProxy, type HttpProxyOptions } from "./http-proxy.ts";
export { dialSocks5, type Socks5Options } from "./socks5.ts";
export { dialUnixSocket } from "./unix-socket.ts";
