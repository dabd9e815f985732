/** GET /web/: what this server is, and how to play on it. */

import { html, raw } from 'hono/html'

import { DESCRIPTION, metadataOf } from './about.ts'
import { PAGE_STYLE } from './page-style.ts'
import type { AppPorts } from './ports.ts'

/** Written anew by `page`'s own address: behind a proxy the server does not know it. */
const SHOW_ADDRESS = `
for (const place of document.querySelectorAll('.address')) {
  place.textContent = location.origin + new URL('..', location.href).pathname.replace(/\\/$/, '')
}`

export function landingPage(ports: AppPorts) {
  const { version, default_dataset, datasets } = metadataOf(ports)
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>SQLEnv</title>
        <style>
          ${PAGE_STYLE}
        </style>
      </head>
      <body>
        <h1>SQLEnv ${version}</h1>
        <p>${DESCRIPTION}</p>
        <h2>Play with Python</h2>
        <pre>from sql_env import SqlAction, SqlEnv

with SqlEnv(base_url="<span class="address">http://localhost:8000</span>").sync() as env:
    result = env.reset(seed=1)
    print(result.observation.question, result.observation.schema_info)
    result = env.step(SqlAction(action_type="QUERY", argument="SELECT 1"))
    print(result.observation.result, result.reward)</pre>
        <h2>Play from an MCP host</h2>
        <p>
          Streamable HTTP at <code><span class="address"></span>/mcp/http</code>; the tools are
          describe, sample, query and answer.
        </p>
        <h2>Data</h2>
        <table>
          <tr>
            <th>data set</th>
            <th>databases</th>
            <th>questions</th>
            <th>licence</th>
          </tr>
          ${datasets.map(
            ({ name, title, databases, questions, license, ...about }) =>
              html`<tr>
                <td>
                  ${name}${name === default_dataset ? ' (default)' : ''}: ${title}<br />
                  <small>${about.attribution} ${linkTo(about.homepage)}<br />${about.source}</small>
                </td>
                <td>${databases}</td>
                <td>${questions}</td>
                <td>${license}</td>
              </tr>`,
          )}
        </table>
        <p><a href="../docs">HTTP API</a> · <a href="../metadata">metadata</a></p>
        <script>
          ${raw(SHOW_ADDRESS)}
        </script>
      </body>
    </html>`
}

/** Nothing else is followed: the address is the data's word, not ours. */
function linkTo(homepage: string) {
  return /^https?:\/\//i.test(homepage) ? html`<a href="${homepage}">${homepage}</a>` : ''
}
