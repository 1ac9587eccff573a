import t from 'tap'
import { Redactor } from '../../../suites/harness/evidence/redactor.ts'

const SECRET = 's3cr3t/+ "é\\'

function redactorOf(...secrets: string[]): Redactor {
  const redactor = new Redactor()
  for (const secret of secrets) redactor.add(secret)
  return redactor
}

t.test('the values of well-known keys are masked at any depth', async (t) => {
  const body = { access_token: 'a', auth: { type: 'm.login.password', password: 'b', deep: [{ token: 'c' }] }, n: 1 }
  t.strictSame(redactorOf().value(body), {
    access_token: '<redacted>',
    auth: { type: 'm.login.password', password: '<redacted>', deep: [{ token: '<redacted>' }] },
    n: 1,
  })
  const masked = { refresh_token: 'd', new_password: 'e', mac: 'f', nonce: 'g' }
  for (const value of Object.values(redactorOf().value(masked) as object)) t.equal(value, '<redacted>')
})

t.test('a known secret is masked everywhere', async (t) => {
  const redactor = redactorOf(SECRET)
  const encoded = encodeURIComponent(SECRET)
  t.equal(redactor.text(`before ${SECRET} after ${SECRET}`), 'before <redacted> after <redacted>')
  t.equal(redactor.text(`/path/${encoded}?q=${encoded}`), '/path/<redacted>?q=<redacted>', 'percent-encoded')
  t.equal(redactor.text(`found ${JSON.stringify(SECRET)}`), 'found "<redacted>"', 'as JSON quotes it')
  t.strictSame(redactor.value({ [SECRET]: [SECRET, { error: `the token ${SECRET} is wrong` }] }), {
    '<redacted>': ['<redacted>', { error: 'the token <redacted> is wrong' }],
  })
})

t.test('labels tell secrets apart, wherever and however they are written', async (t) => {
  const redactor = new Redactor()
  redactor.add('key/of+a phone', '<device 1>')
  redactor.add('key/of+a phone, but longer', '<device 2>')
  redactor.add('key/of+a phone', '<device 3>')
  redactor.add('another secret')
  t.strictSame(
    redactor.value({ rejected: ['key/of+a phone', 'key/of+a phone, but longer'], token: 'key/of+a phone' }),
    {
      rejected: ['<device 1>', '<device 2>'],
      token: '<device 1>',
    },
  )
  t.equal(redactor.text('key%2Fof%2Ba%20phone key%2fof%2ba%20phone'), '<device 1> <device 1>')
  t.equal(redactor.text('key/of%2Ba%20phone key\\/of+a phone'), '<device 1> <device 1>')
  t.equal(redactor.text('another secret, a key/of+a phone'), '<redacted>, a <device 1>')
})

t.test('a token in a query is masked although nobody added it', async (t) => {
  const url = '/sync?access_token=abc%20d&since=1'
  t.equal(redactorOf().text(url), '/sync?access_token=<redacted>&since=1')
  t.equal(redactorOf().text('/sync?since=1&access_token=abc'), '/sync?since=1&access_token=<redacted>')
})

t.test('short strings are not secrets, since masking them would garble everything', async (t) => {
  t.equal(redactorOf('', 'a', 'short').text('a short text'), 'a short text')
  t.equal(redactorOf('longer').text('a longer text'), 'a <redacted> text')
})

t.test('a secret that cannot be percent-encoded is masked all the same', async (t) => {
  t.equal(redactorOf('half \ud800 pair').text('a half \ud800 pair'), 'a <redacted>')
})

t.test('everything else stays unchanged', async (t) => {
  const body = { token_count: 3, password: null, nested: { mac: 5, text: 'unchanged' }, list: [true, 1.5] }
  t.strictSame(redactorOf(SECRET).value(body), body)
})
