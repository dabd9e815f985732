/** Whether an address is that of a zip archive, though its name does not say so. */

const PROBE_MS = 10_000

/** Asks for the beginning; `false` also where nothing comes, which the download will say better. */
export async function servesZip(url: URL): Promise<boolean> {
  try {
    const response = await fetch(url, {
      headers: { range: 'bytes=0-3' },
      signal: AbortSignal.timeout(PROBE_MS),
    })
    const reader = response.body?.getReader()
    const chunk = await reader?.read()
    await reader?.cancel()
    return (
      response.ok &&
      Buffer.from(chunk?.value ?? [])
        .toString('latin1')
        .startsWith('PK\u0003\u0004')
    )
  } catch {
    return false
  }
}
