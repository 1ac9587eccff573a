import { variant } from './variant.ts'

const BEHAVIOUR = 'https://spec.matrix.org/v1.19/push-gateway-api/#homeserver-behaviour'

/** How pushes get to their gateways. */
export const DELIVERY_VARIANTS = [
  variant('slow-pushes', {
    summary: 'Every push waits for 100 to 300 milliseconds before it is sent',
    allowedBy: [BEHAVIOUR],
    delivery: () => ({ delay: (random) => 100 + random * 200 }),
  }),
  variant('unordered-pushes', {
    summary: 'Each push waits for a while of its own, so that they overtake each other',
    allowedBy: ['gateway.order'],
    delivery: () => ({
      delay: (random) => random * 40,
      next: (waiting) => (Math.random() < 0.5 ? waiting.newest() : waiting.oldest()),
    }),
  }),
  variant('newest-push-first', {
    summary: 'Of the pushes that wait, the newest is sent first',
    allowedBy: ['gateway.order', 'gateway.order-after-failure'],
    delivery: () => ({ delay: () => 20, next: (waiting) => waiting.newest() }),
  }),
  variant('pushes-twice', {
    summary: 'Every push is sent twice',
    allowedBy: ['gateway.duplicates'],
    delivery: () => ({ copies: 2 }),
  }),
  variant('new-event-ends-pause', {
    summary: 'A new event makes a failed push be sent again at once',
    allowedBy: ['gateway.new-event-in-a-pause'],
    delivery: () => ({ arrivalEndsPause: true }),
  }),
  variant('long-pauses', {
    summary: 'What a gateway has failed is sent again after ten minutes',
    allowedBy: [BEHAVIOUR],
    delivery: () => ({ pause: () => 600_000 }),
  }),
  variant('no-second-attempt', {
    summary: 'What a gateway has failed is not sent again',
    allowedBy: [BEHAVIOUR],
    deviatesFrom: ['gateway.retry'],
    delivery: () => ({ givesUp: () => true }),
  }),
  variant('no-answer-is-the-end', {
    summary: 'What a gateway did not answer is not sent again',
    allowedBy: ['gateway.retry-after-no-answer'],
    delivery: () => ({ givesUp: ({ response }) => response === undefined }),
  }),
  variant('believes-every-rejection', {
    summary: 'A rejected pushkey ends all pushers with it, whatever the status of the answer and whoever is asked',
    allowedBy: ['gateway.rejected-in-error', 'gateway.rejected-foreign', 'gateway.rejected-of-two-apps'],
    deviatesFrom: ['gateway.retry'],
    delivery: () => ({ rejected: ({ rejected }) => rejected }),
    pushers: () => ({ isRejected: () => true }),
  }),
  variant('another-url-forgets', {
    summary: 'What waits for a pusher is forgotten when it is given another URL',
    allowedBy: ['gateway.waiting-after-update'],
    delivery: () => ({ urlAfterChange: (oldUrl, newUrl) => (oldUrl === newUrl ? newUrl : undefined) }),
  }),
  variant('follows-redirects', {
    summary: 'A redirect takes the push to another place',
    allowedBy: ['gateway.redirects'],
    delivery: () => ({
      redirect: ({ status, location }) => (status >= 300 && status <= 399 ? location : undefined),
    }),
  }),
  variant('https-only', {
    summary: 'Pushers at gateways of plain HTTP are refused',
    allowedBy: ['security.plain-http', 'pushers.url-path'],
    pushers: (correct) => ({
      urlFault: (url, fault) =>
        url.startsWith('https:') ? correct.urlFault(url, fault) : `The gateway URL ${url} is none of HTTPS`,
    }),
  }),
]
