import { expect, it } from 'vitest'

import { pageUrl } from './page-url.ts'

it('is of this machine where the server listens on all addresses', () => {
  expect(pageUrl('0.0.0.0', 8000)).toBe('http://localhost:8000/web/')
  expect(pageUrl('::', 9000)).toBe('http://localhost:9000/web/')
})

it('is of the one address that it listens on', () => {
  expect(pageUrl('127.0.0.1', 8000)).toBe('http://127.0.0.1:8000/web/')
  expect(pageUrl('::1', 8000)).toBe('http://[::1]:8000/web/')
})
