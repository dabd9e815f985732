/**
 * Where the socket of a server is, by the rule of OpenEnv's own client: `http` becomes `ws`,
 * `https` becomes `wss`, a bare host is taken for `ws`, and `/ws` is put after the path.
 * @param baseUrl - for example `http://localhost:8000`, `localhost:8000` or `wss://host/prefix/`
 * @throws {TypeError} when no URL comes of it. Also when it has a user name, a query or a fragment:
 * the path would be put after them, and what they say would go into reports
 */
export function toSocketUrl(baseUrl: string): string {
  const trimmed = baseUrl.trim()
  const withScheme = trimmed.includes('://') ? trimmed : `ws://${trimmed}`
  const socketUrl = withScheme.replace(/^http(?=s?:)/i, 'ws')
  if (!/^wss?:/i.test(socketUrl) || !URL.canParse(socketUrl)) {
    throw new TypeError(`Expected the URL of a server, got ${baseUrl}`)
  }
  if (/^wss?:\/\/[^/]*@|[?#]/i.test(socketUrl)) {
    throw new TypeError('Expected the URL of a server without user name, query and fragment')
  }
  return `${socketUrl.replace(/\/+$/, '')}/ws`
}
