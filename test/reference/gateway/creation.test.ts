import { createECDH, generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import webPush from 'web-push'
import { createApnsProvider, createFcmProvider, createWebPushProvider } from '../../../reference/index.ts'

const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey
const p384 = generateKeyPairSync('ec', { namedCurve: 'secp384r1' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const pkcs8 = { type: 'pkcs8', format: 'pem' } as const
const [ecPem, rsaPem] = [ec.export(pkcs8), rsa.export(pkcs8)].map(String) as [string, string]
const locked = String(ec.export({ ...pkcs8, cipher: 'aes-256-cbc', passphrase: 'secret' }))

const vapid = { subject: 'mailto:admin@example.org', ...webPush.generateVAPIDKeys() }
const point = createECDH('prime256v1').generateKeys('base64url')

const openApns = (key: string) => () =>
  createApnsProvider({ key, keyId: 'ABC', teamId: 'DEF', topic: 'org.example.app', environment: 'production' })
const openFcm = (private_key: string) => () =>
  createFcmProvider({ serviceAccount: { project_id: 'p', client_email: 'a@example.org', private_key } })
const openWebPush = (change: object) => () => createWebPushProvider({ ...vapid, ...change })

const notPem = /^Key (from Apple|of the service account): expected a private key in PEM form \(PKCS #8, [^.]*$/
const wrongKind = /^Key (from Apple|of the service account): expected an? [^.]*, found a private key of another kind$/

const REFUSED: { what: string; open: () => unknown; message: RegExp }[] = [
  { what: 'APNs without a key', open: openApns(''), message: notPem },
  { what: 'APNs with a file name instead of a key', open: openApns('AuthKey_ABC.p8'), message: notPem },
  {
    what: 'APNs with a public key',
    open: openApns(String(p384.publicKey.export({ type: 'spki', format: 'pem' }))),
    message: notPem,
  },
  { what: 'APNs with an encrypted key', open: openApns(locked), message: notPem },
  {
    what: 'APNs with a key in another form',
    open: openApns(String(ec.export({ type: 'sec1', format: 'pem' }))),
    message: notPem,
  },
  { what: 'APNs with an RSA key', open: openApns(rsaPem), message: wrongKind },
  {
    what: 'APNs with a key of another curve',
    open: openApns(String(p384.privateKey.export(pkcs8))),
    message: wrongKind,
  },
  { what: 'FCM with a truncated key', open: openFcm(rsaPem.slice(0, 200)), message: notPem },
  {
    what: 'FCM with a key in another form',
    open: openFcm(String(rsa.export({ type: 'pkcs1', format: 'pem' }))),
    message: notPem,
  },
  { what: 'FCM with an elliptic-curve key', open: openFcm(ecPem), message: wrongKind },
  {
    what: 'Web Push with a subject that is not a URL',
    open: openWebPush({ subject: 'me' }),
    message: /^VAPID subject: expected [^.]*, found "me"$/,
  },
  {
    what: 'Web Push with a subject over HTTP',
    open: openWebPush({ subject: 'http://a.example' }),
    message: /^VAPID subject: expected/,
  },
  {
    what: 'Web Push with a public key that is too short',
    open: openWebPush({ publicKey: vapid.privateKey }),
    message: /^Public VAPID key: expected/,
  },
  {
    what: 'Web Push with keys in another alphabet',
    open: openWebPush({ publicKey: `+${point.slice(1)}` }),
    message: /^Public VAPID key: expected/,
  },
  {
    what: 'Web Push with a private key that is too long',
    open: openWebPush({ privateKey: vapid.publicKey }),
    message: /^Private VAPID key: expected/,
  },
  {
    what: 'Web Push with a private key of zeros',
    open: openWebPush({ privateKey: 'A'.repeat(43) }),
    message: /^The VAPID keys do not match/,
  },
  {
    what: 'Web Push with the public key of another pair',
    open: openWebPush({ publicKey: point }),
    message: /^The VAPID keys do not match/,
  },
]

for (const { what, open, message } of REFUSED) {
  t.test(`${what} cannot be created, and the error is one sentence`, async (t) =>
    t.throws(open, { name: 'TypeError', message }),
  )
}

t.test('valid keys can be used', async (t) => {
  for (const open of [
    openApns(ecPem),
    openFcm(rsaPem),
    openWebPush({}),
    openWebPush({ subject: 'https://a.example' }),
  ]) {
    const provider = open()
    t.type(provider.name, 'string')
    await provider.close()
  }
})
