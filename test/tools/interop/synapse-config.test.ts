import t from 'tap'
import { synapseConfig } from '../../../tools/interop/synapse-config.ts'

const OPTIONS = { port: 8008, directory: '/somewhere', sharedSecret: 'secret' }

t.test('Synapse listens on loopback only, and does not federate', async (t) => {
  const config = JSON.parse(synapseConfig({ ...OPTIONS, blockPrivateAddresses: false }))
  t.strictSame(config.listeners[0].bind_addresses, ['127.0.0.1'])
  t.strictSame(config.trusted_key_servers, [])
  t.strictSame(config.federation_domain_whitelist, [])
})

t.test('Synapse may reach a gateway on loopback, unless its default is requested', async (t) => {
  const allowed = (blockPrivateAddresses: boolean) =>
    JSON.parse(synapseConfig({ ...OPTIONS, blockPrivateAddresses })).ip_range_whitelist
  t.strictSame(allowed(false), ['127.0.0.0/8', '::1/128'])
  t.equal(allowed(true), undefined)
})
