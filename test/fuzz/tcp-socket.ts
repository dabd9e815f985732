/** A bare connection, for bytes that no client would send. */

import { createConnection } from 'node:net'

export type TcpSocket = {
  write(bytes: Buffer | string): void
  /** All that has come so far. */
  received(): Buffer
  /** Waits until something came of which `isEnough` holds. Rejects when the connection ends first. */
  until(isEnough: (received: Buffer) => boolean): Promise<void>
  /** Sends no more, and reads on. */
  end(): void
  /** Cuts the connection off without a farewell. */
  reset(): void
  /** Resolves when both sides are through, however that came. */
  readonly closed: Promise<void>
}

export async function openTcpSocket(port: number): Promise<TcpSocket> {
  const socket = createConnection({ host: '127.0.0.1', port, allowHalfOpen: true })
  const pieces: Buffer[] = []
  const received = () => Buffer.concat(pieces)
  socket.on('data', (piece: Buffer) => pieces.push(piece))
  socket.on('error', () => undefined)
  // The server is through; whoever waits for more has waited in vain.
  socket.on('end', () => socket.end())
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  return {
    write: (bytes) => void (socket.writable && socket.write(bytes)),
    received,
    until: async (isEnough) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!isEnough(received())) return
          socket.off('data', look)
          resolve()
        }
        socket.on('data', look)
        look()
        void closed.then(() =>
          reject(new Error(`The connection ended with ${received().length} bytes`)),
        )
      }),
    end: () => void socket.end(),
    reset: () => void socket.resetAndDestroy(),
    closed,
  }
}

/** Asks for a socket at `path` as a client does. */
export function handshake(path = '/ws'): string {
  return [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==',
    '\r\n',
  ].join('\r\n')
}

const HANDSHAKE_END = '\r\n\r\n'

/** A connection whose handshake has succeeded. */
export async function openUpgraded(port: number): Promise<TcpSocket> {
  const socket = await openTcpSocket(port)
  socket.write(handshake())
  await socket.until((bytes) => bytes.includes(HANDSHAKE_END))
  return socket
}

/** What came behind the answer to the handshake. */
export function framesReceived(socket: TcpSocket): Buffer {
  const bytes = socket.received()
  return bytes.subarray(bytes.indexOf(HANDSHAKE_END) + HANDSHAKE_END.length)
}
