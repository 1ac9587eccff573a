import { CONTENTS } from '../serve/app-entry.ts'
import { LOG_FORMATS } from '../serve/log-writer.ts'
import type { OptionTable } from './option.ts'
import { FIXED_SPEC_VERSION } from './table.ts'
import { file, folder, number, oneOf, SWITCH, text, wholeNumber } from './value-types.ts'

// The options of `serve`, as a whole and in parts.

/**
 * Ports that the parts of the stack listen on by default: each takes them in a row from its first one, and has its pages
 * at some distance from that.
 */
export const PORTS = {
  homeserver: { first: 8008, count: 1, pages: 7 },
  gateway: { first: 8009, count: 1, pages: 7 },
  provider: { first: 8010, count: 4, pages: 4 },
  chain: { first: 8008, count: 6, pages: 6 },
} as const

function listenOptions({ first, count }: { first: number; count: number }, ports = String(first)) {
  return {
    host: {
      type: text('a host name or an IP address', 'ADDRESS'),
      help: 'address to listen on',
      default: '127.0.0.1',
    },
    port: {
      type: wholeNumber(0, 65_536 - count),
      help: 'port to listen on, 0 for a free one',
      default: first,
      defaultText: ports,
    },
    log: { type: oneOf(LOG_FORMATS, 'FORMAT'), help: 'format of the log: text, or json for programs', default: 'text' },
  } as const satisfies OptionTable
}

const HOMESERVER_OPTIONS = {
  specVersion: FIXED_SPEC_VERSION,
  data: { type: file(), help: 'store everything in this SQLite file', defaultText: 'in memory' },
  fault: {
    type: text('the name of a fault', 'NAME'),
    help: 'fault that the homeserver has; plexor list --faults lists them',
  },
  variant: {
    type: text('the name of a variant', 'NAME'),
    help: 'conforming variant that the homeserver is; plexor list --variants lists them',
  },
  rateLimit: {
    type: number(0.1, 1_000_000, 'requests per second'),
    help: 'requests per second that each user may make',
    defaultText: 'no limit',
  },
} as const satisfies OptionTable

const CONTENT = {
  type: oneOf(CONTENTS, 'WHAT'),
  help: 'what devices receive: ids, or full for everything that the homeserver sends',
  default: 'ids',
} as const satisfies OptionTable[string]

function pageOptions({ pages }: { pages: number }) {
  return {
    pagesHost: {
      type: text('a host name or an IP address', 'ADDRESS'),
      help: 'address on which the pages listen',
      default: '127.0.0.1',
    },
    pagesPort: {
      type: wholeNumber(0, 65_535),
      help: 'port of the pages, 0 for a free one',
      defaultText: `--port plus ${pages}, or a free one`,
    },
    open: { type: SWITCH, help: 'show the pages in a browser' },
  } as const satisfies OptionTable
}

/** Options of `serve`. */
export const SERVE_OPTIONS = {
  ...listenOptions(PORTS.chain, '8008, and the five after it'),
  ...HOMESERVER_OPTIONS,
  data: { ...HOMESERVER_OPTIONS.data, help: 'store everything in this SQLite file, and the devices in FILE-devices' },
  fault: {
    ...HOMESERVER_OPTIONS.fault,
    help: 'fault that the homeserver or the push gateway has; plexor list --faults lists them',
  },
  content: CONTENT,
  ...pageOptions(PORTS.chain),
} as const satisfies OptionTable

/** Options of `serve homeserver`. */
export const SERVE_HOMESERVER_OPTIONS = {
  ...listenOptions(PORTS.homeserver),
  ...HOMESERVER_OPTIONS,
  registrationTokenFile: {
    type: file(),
    help: 'file with the token that people need to register',
    defaultText: 'anyone may register',
  },
  trust: { type: file(), help: "certificate of the push gateways' CA, as PEM, if it is not a well-known CA" },
  allowHttp: { type: SWITCH, help: 'accept push gateways without TLS' },
  allowPrivateAddresses: { type: SWITCH, help: 'accept push gateways at loopback and private addresses' },
  ...pageOptions(PORTS.homeserver),
} as const satisfies OptionTable

/** Options of `serve gateway`. */
export const SERVE_GATEWAY_OPTIONS = {
  ...listenOptions(PORTS.gateway),
  apps: {
    type: file(),
    help: 'apps to serve; docs/running-the-stack.md describes the format',
    isRequired: true,
  },
  tls: {
    type: folder(),
    help: "folder that stores the gateway's certificate; add its ca.pem to the homeserver's trust store",
    defaultText: 'a new certificate',
  },
  http: { type: SWITCH, help: 'respond without TLS, as behind a proxy that terminates it' },
  fault: {
    type: text('the name of a fault', 'NAME'),
    help: 'fault that the push gateway has; plexor list --faults lists them',
  },
  ...pageOptions(PORTS.gateway),
} as const satisfies OptionTable

/** Options of `serve provider`. */
export const SERVE_PROVIDER_OPTIONS = {
  ...listenOptions(PORTS.provider, '8010, and the three after it'),
  keys: {
    type: folder(),
    help: 'folder that stores the devices, and what a push gateway needs to reach them',
    isRequired: true,
  },
  content: { ...CONTENT, help: 'what that gateway is to send: ids or full' },
  ...pageOptions(PORTS.provider),
} as const satisfies OptionTable
