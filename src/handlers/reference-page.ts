/** GET /docs and /redoc: the HTTP API to read, and at /docs to try. No script comes from elsewhere. */

import { Hono } from 'hono'
import { html, raw } from 'hono/html'

import { openApiDocument } from './openapi.ts'
import type { OpenApiDocument, Operation } from './openapi.ts'
import { PAGE_STYLE } from './page-style.ts'
import type { AppPorts } from './ports.ts'

export const referenceRoutes = (ports: AppPorts) => {
  const document = openApiDocument(ports)
  const toTry = referencePage(document, true)
  const toRead = referencePage(document, false)
  return new Hono().get('/docs', (c) => c.html(toTry)).get('/redoc', (c) => c.html(toRead))
}

function referencePage({ info, paths }: OpenApiDocument, canTry: boolean) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>SQLEnv HTTP API</title>
        <style>
          ${PAGE_STYLE}
        </style>
      </head>
      <body>
        <h1>SQLEnv HTTP API</h1>
        <p>${info.description}</p>
        <p><a href="openapi.json">openapi.json</a></p>
        ${Object.entries(paths).map(([path, methods]) =>
          Object.entries(methods).map(([method, operation]) =>
            section(method.toUpperCase(), path, operation, canTry),
          ),
        )}
        ${
          canTry
            ? html`<script>
                ${raw(TRY)}
              </script>`
            : ''
        }
      </body>
    </html>`
}

function section(method: string, path: string, operation: Operation, canTry: boolean) {
  const schema = operation.requestBody?.content['application/json'].schema
  return html`<h2><span class="method">${method}</span> <code>${path}</code></h2>
    <p>${operation.summary}</p>
    ${
      schema === undefined
        ? ''
        : html`<details>
            <summary>Request body</summary>
            <pre>${JSON.stringify(schema, null, 2)}</pre>
          </details>`
    }
    <table>
      ${Object.entries(operation.responses).map(
        ([status, { description }]) =>
          html`<tr>
            <td>${status}</td>
            <td>${description}</td>
          </tr>`,
      )}
    </table>
    ${
      canTry
        ? html`<form data-method="${method}" data-path="${path}">
            ${
              schema === undefined
                ? ''
                : html`<textarea name="body" aria-label="Request body">
${JSON.stringify(operation.example ?? {}, null, 2)}</textarea>`
            }
            <button>Send</button>
            <pre hidden></pre>
          </form>`
        : ''
    }`
}

/** A form's `{name}` in a path is the environment's; the session of the latest reset is kept. */
const TRY = `
let session
for (const form of document.forms) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const shown = form.querySelector('pre')
    const path = form.dataset.path.replace('{env_name}', 'sql_env').replace(/^\\//, '')
    const headers = { 'content-type': 'application/json' }
    if (session && path !== 'reset') headers['x-session-id'] = session
    const body = form.elements.body?.value
    const response = await fetch(path, { method: form.dataset.method, headers, body })
    session = response.headers.get('x-session-id') ?? session
    const text = await response.text()
    let told = text
    try { told = JSON.stringify(JSON.parse(text), null, 2) } catch {}
    shown.hidden = false
    shown.textContent = response.status + '\\n' + told
  })
}`
