/**
 * Page that shows the inbox of every device, and adds pushes as they arrive.
 *
 * The content of pushes is not trusted: the page inserts it as text only, and its policy blocks external resources.
 */
export const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Devices of Plexor's provider</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
  h1 { font-size: 1.4rem }
  h2 { font-size: 1.1rem; margin-bottom: 0 }
  .device { border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: .5rem 0 }
  .about { opacity: .7; margin: 0; overflow-wrap: anywhere }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0; padding: .5rem; border-radius: .25rem;
        background: color-mix(in srgb, currentColor 8%, transparent) }
</style>
<h1>Devices of Plexor's provider</h1>
<p id="state">Loading…</p>
<main id="devices"></main>
<script>
  const list = document.getElementById('devices')
  const state = document.getElementById('state')
  const known = new Set()

  function add(parent, name, text, className) {
    const element = document.createElement(name)
    element.textContent = text
    if (className) element.className = className
    parent.append(element)
    return element
  }

  function show(device) {
    known.add(device.device_id)
    const section = add(list, 'section', '', 'device')
    add(section, 'h2', device.service + (device.environment ? ' ' + device.environment : ''))
    add(section, 'p', device.app + ', device ' + device.device_id, 'about')
    const pushes = add(section, 'div', '')
    const watch = new EventSource('/devices/' + encodeURIComponent(device.device_id) + '/watch')
    watch.addEventListener('push', (event) => {
      const push = JSON.parse(event.data)
      const time = new Date(push.received_at).toLocaleTimeString()
      const text = 'push ' + push.n + ', ' + time + ', priority ' + push.priority + '\\n'
      pushes.prepend(add(pushes, 'pre', text + JSON.stringify(push.payload, null, 2)))
    })
  }

  async function update() {
    try {
      const { devices } = await (await fetch('/devices')).json()
      state.textContent = devices.length === 0 ? 'No device has been created yet.' : ''
      for (const device of devices) if (!known.has(device.device_id)) show(device)
    } catch {
      state.textContent = 'The provider no longer responds.'
    }
    setTimeout(update, 2000)
  }
  update()
</script>
</html>
`

/** Content security policy of the page: requests to its own origin, and its inline script and style. */
export const PAGE_POLICY =
  "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'"
