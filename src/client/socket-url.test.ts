import { describe, expect, it } from 'vitest'

import { toSocketUrl } from './socket-url.ts'

describe('toSocketUrl', () => {
  it.each([
    ['http://localhost:8000', 'ws://localhost:8000/ws'],
    ['https://org-space.hf.space/', 'wss://org-space.hf.space/ws'],
    ['ws://127.0.0.1:8000', 'ws://127.0.0.1:8000/ws'],
    ['wss://host/prefix//', 'wss://host/prefix/ws'],
    ['localhost:8000', 'ws://localhost:8000/ws'],
    ['HTTPS://HOST', 'wsS://HOST/ws'],
    ['http://host/@team/space', 'ws://host/@team/space/ws'],
  ])('finds the socket of %s', (url, socketUrl) => {
    expect(toSocketUrl(url)).toBe(socketUrl)
  })

  it.each(['', '   ', 'http://', 'ftp://host', 'ws://a b'])('refuses %j', (url) => {
    expect(() => toSocketUrl(url)).toThrow(/Expected the URL of a server/)
  })

  it.each(['http://me:hush@host', 'http://host?token=hush', 'host/#hush'])(
    'refuses %s without repeating it',
    (url) => {
      expect(() => toSocketUrl(url)).toThrow(/^Expected the URL of a server without user name/)
    },
  )
})
