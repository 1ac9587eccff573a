import { join } from 'node:path'
import t from 'tap'
import type { AppEntry } from '../../../cli/serve/app-entry.ts'
import { readApps, storeApps } from '../../../cli/serve/apps-file.ts'
import { makeCertificates } from '../../reference/delivery/certificates.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const account: Extract<AppEntry, { provider: 'fcm' }>['serviceAccount'] = {
  type: 'service_account',
  project_id: 'project',
  private_key_id: 'id',
  private_key: 'key',
  client_email: 'gateway@example.org',
  client_id: '1',
  token_uri: 'https://fcm.example.org/token',
}

t.test('apps are read as they were stored', async (t) => {
  const { ca } = await makeCertificates()
  const apns = { provider: 'apns', key: 'key', keyId: 'K', teamId: 'T', topic: 'org.example' } as const
  const apps: AppEntry[] = [
    { app_id: 'org.example.ios', content: 'ids', ca, ...apns, environment: 'sandbox', server: 'https://localhost:1' },
    { app_id: 'org.example.android*', content: 'full', provider: 'fcm', serviceAccount: account },
    {
      app_id: 'org.example.web',
      content: 'ids',
      provider: 'web-push',
      subject: 'mailto:push@example.org',
      publicKey: 'public',
      privateKey: 'private',
      allowPrivateAddresses: true,
    },
  ]
  t.strictSame(readApps(storeApps(temporaryFolder(t), apps)), apps)
})

const APNS = 'app-id: a\n  provider: apns\n  key-file: key\n  key-id: K\n  team-id: T\n  topic: org.example'
const FCM = 'app-id: a\n  provider: fcm\n  service-account-file: account.json'

const MISTAKES = [
  { what: 'no list', text: 'apps:', sentence: /apps\.yaml:1:\d+: expected a list of apps, found / },
  { what: 'an empty list', text: 'apps: []', sentence: /expected at least one app, found an empty list/ },
  { what: 'no provider', text: '- app-id: a', sentence: /an app without "provider"/ },
  { what: 'another provider', text: '- app-id: a\n  provider: apn', sentence: /"apns".*found "apn"/ },
  {
    what: 'a key that nobody knows',
    text: `- ${APNS}\n  topc: a`,
    sentence: /:8:\d+: expected .*found "topc"; did you mean "topic"/,
  },
  {
    what: 'a key of another provider',
    text: `- ${APNS}\n  subject: a`,
    sentence: /expected only keys for "apns", found "subject"/,
  },
  { what: 'a key that is missing', text: '- app-id: a\n  provider: apns', sentence: /an app without "key-/ },
  { what: 'a missing file', text: `- ${APNS.replace('key-file: key', 'key-file: none')}`, sentence: /none"/ },
  { what: 'an environment', text: `- ${APNS}\n  environment: test`, sentence: /production.*sandbox.*found "test"/ },
  {
    what: 'a server that is not a URL',
    text: `- ${APNS}\n  server: localhost`,
    sentence: /:8:\d+: expected .*, found "localhost"/,
  },
  {
    what: 'a server of another scheme',
    text: `- ${FCM}\n  server: ftp://a`,
    sentence: /:5:\d+: expected .*, found "ftp:\/\/a"/,
  },
  {
    what: 'a CA file without a certificate',
    text: `- ${FCM}\n  ca-file: key`,
    sentence: /:5:\d+: .*certificate in PEM form/,
  },
  { what: 'an account that is none', text: `- ${FCM.replace('account.json', 'key')}`, sentence: /service account/ },
  { what: 'content', text: `- ${FCM}\n  content: some`, sentence: /ids.*full.*found "some"/ },
]

for (const { what, text, sentence } of MISTAKES) {
  t.test(`a mistake has its place: ${what}`, async (t) => {
    const apps = text.startsWith('apps') ? text : `apps:\n${text}`
    const files = { 'apps.yaml': apps, key: 'a key', 'account.json': JSON.stringify(account) }
    t.throws(() => readApps(join(temporaryFolder(t, files), 'apps.yaml')), { name: 'UsageError', message: sentence })
  })
}
