import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** An address of the network, as a name was found to have it. */
export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Where messages may go. The server uses `publicReach`; a test gives its own. */
export interface Reach {
  /** Of the URL, with its colon. */
  readonly protocols: readonly string[];
  /** Every address of a host. @throws Error of the system when it has none */
  resolve(host: string): Promise<Address[]>;
  allows(address: Address): boolean;
}

const notPublic = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  notPublic.addSubnet(net, prefix, 'ipv4');
}
// Within the public space: documentation, and the ways by which IPv4 addresses are written or tunnelled in IPv6.
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  notPublic.addSubnet(net, prefix, 'ipv6');
}
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/**
 * Whether an address is one of the public network. Of IPv6 only what is handed out for it (2000::/3) is: loopback,
 * link-local, unique-local and IPv4 in IPv6 lie outside. The ranges are those of IANA's registers of special addresses.
 */
export function isPublic({ address, family }: Address): boolean {
  if (family === 4) return isIP(address) === 4 && !notPublic.check(address, 'ipv4');
  if (isIP(address) !== 6 || address.includes('%')) return false;
  return globalUnicast.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
}

/** The public network over TLS, and nothing else. */
export const publicReach: Reach = {
  protocols: ['https:'],
  resolve: async (host) => {
    const found = await lookup(host, { all: true, verbatim: true });
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
  },
  allows: isPublic,
};

export type Reached =
  { readonly kind: 'address'; readonly address: Address } | 'address_unknown' | 'address_private';

/**
 * The address to connect to for a host, which is judged anew for every message: what a name means may change. When
 * any of its addresses is not allowed none is used.
 * @param host as a URL has it, with brackets around IPv6
 */
export async function addressOf(reach: Reach, host: string): Promise<Reached> {
  const plain = host.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(plain);
  let found: Address[];
  try {
    found = family === 0 ? await reach.resolve(plain) : [{ address: plain, family: family === 6 ? 6 : 4 }];
  } catch {
    return 'address_unknown';
  }
  if (!found.every((each) => reach.allows(each))) return 'address_private';
  const [first] = found;
  return first === undefined ? 'address_unknown' : { kind: 'address', address: first };
}

/** Whether a URL is one that messages may be sent to, before its host is looked up. */
export function readTarget(reach: Reach, text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !reach.protocols.includes(url.protocol)) return undefined;
  return url.username === '' && url.password === '' && url.hash === '' ? url : undefined;
}
