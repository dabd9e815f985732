/** How the server's own pages look. */

import { raw } from 'hono/html'

export const PAGE_STYLE = raw(`
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
code, pre, textarea { font: 14px/1.45 ui-monospace, monospace; }
pre, textarea { background: color-mix(in srgb, currentColor 7%, transparent); padding: .75rem; overflow: auto; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
textarea { width: 100%; box-sizing: border-box; border: 0; min-height: 5rem; color: inherit; }
table { border-collapse: collapse; }
th, td { text-align: left; padding: .2rem 1rem .2rem 0; vertical-align: top; }
h2 { margin-top: 2rem; }
.method { font-weight: 700; }
`)
