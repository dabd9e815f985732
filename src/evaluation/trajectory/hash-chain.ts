/** One hash for each exchange, over all that was before it: a changed byte shows at its step. */

import { createHash } from 'node:crypto'

/** @returns the hash that the chain begins with, of what stands above the first exchange */
export function beginChain(header: object): string {
  return sha256(JSON.stringify(header))
}

/**
 * @param previous - the hash before this one
 * @param requestText - the frame as sent; JSON on one line, so the line breaks between are no part
 * @param replyText - the frame as received
 */
export function linkOf(previous: string, requestText: string, replyText: string): string {
  return sha256(`${previous}\n${requestText}\n${replyText}`)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
